"""What coders judged differently, and what is decided about it."""
