"""Journeys through a whole node in a real browser."""
