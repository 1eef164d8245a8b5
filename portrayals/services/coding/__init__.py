"""`tag`, `untag` and `annotate`: a coder judges a unit, with evidence."""
