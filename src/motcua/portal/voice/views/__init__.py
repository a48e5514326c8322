"""Views of rating, feedback and help."""
