"""A year of very many invented dossiers, written by the database itself, for measuring."""
