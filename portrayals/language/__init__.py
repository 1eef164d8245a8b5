"""The query language: text to a tree, and which unit each term refers to. Pure."""
