"""Declared outages of an agency."""
