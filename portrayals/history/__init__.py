"""The transaction of a write, the record that it leaves, and how it is taken back."""
