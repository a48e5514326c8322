"""What the agency offers, and what in it awaits confirmation."""
