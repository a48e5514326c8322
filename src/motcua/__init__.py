"""motcua: one door between people and their government."""

__version__ = "0.1.0"
