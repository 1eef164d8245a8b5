"""Queries: from a tree to its truth in SQL, and to the units for which it is true."""
