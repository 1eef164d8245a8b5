"""What coders are given to code, and what they send back."""
