"""Views of feedback, help and satisfaction."""
