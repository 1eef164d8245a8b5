"""`report`: the whole study on one page, with its paragraph on methods."""
