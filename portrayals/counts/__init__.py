"""Counting in the database: which units, by code, by two variables, numbers."""
