"""What the import linter and the database cannot see by themselves."""
