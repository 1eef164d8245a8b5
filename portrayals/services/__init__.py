"""Use-cases: a connection and plain arguments in, a frozen result out."""
