"""Queries: from a tree to its truth in SQL, and to the units it is true of."""
