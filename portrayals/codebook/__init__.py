"""Text to a checked codebook. Pure."""
