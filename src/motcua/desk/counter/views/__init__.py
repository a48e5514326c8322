"""Views of the counter."""
