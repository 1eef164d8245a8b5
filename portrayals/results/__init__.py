"""Results as frozen dataclasses, and the words for printing them."""
