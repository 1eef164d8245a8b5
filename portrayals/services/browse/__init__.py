"""`list` and `show`: rows of whatever a study holds, and one thing in full."""
