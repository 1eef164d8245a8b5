"""Claims of published sources: adding, listing, comparing with the findings."""
