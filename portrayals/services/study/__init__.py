"""The study as a whole: creating, describing, checking, copying, its history and undo."""
