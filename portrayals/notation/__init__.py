"""How keys, episodes, times, identifiers and values are written. Pure."""
