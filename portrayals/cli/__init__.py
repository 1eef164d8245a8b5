"""The command line: parses, calls one use-case, hands the result to be drawn."""
