"""A study or a catalogue as text files: read, checked, taken in, and written."""
