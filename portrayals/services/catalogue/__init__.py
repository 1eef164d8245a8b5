"""Titles, people, episodes, coders and sources: found by key, added, edited, merged, removed."""
