"""What the one door knows without a database."""
