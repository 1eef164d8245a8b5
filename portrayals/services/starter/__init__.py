"""The starter: a catalogue kept as text, loaded into a new database."""
