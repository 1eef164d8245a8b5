"""`report`: the whole study on one page, with its methods section."""
