"""A media portrayal annotation database: catalogue, code, query and count."""

__version__ = "0.1.0"
