"""Results as frozen dataclasses, and the words they are told in."""
