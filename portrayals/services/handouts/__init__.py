"""Handouts: what one coder gets to code, and what comes back from them."""
