"""`stats`, `trend`, `compare`, `crosstab`, `cooccur`, `samplesize`, with intervals and caveats."""
