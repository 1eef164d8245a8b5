"""The study as a whole: made, described, checked, copied, its history told and undone."""
