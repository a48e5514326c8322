"""Feedback, help and satisfaction at the desk."""
