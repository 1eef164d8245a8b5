"""The database counts: which units, by code, by two variables, numbers."""
