"""Ratings, feedback and help."""
