"""Counts in, statistics out. Pure, no SQL."""
