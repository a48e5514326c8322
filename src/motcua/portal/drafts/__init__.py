"""Filling in a form: pages of questions, papers, the last look, filing."""
