"""Paying what is due."""
