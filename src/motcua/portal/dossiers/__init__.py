"""What happens to a dossier, for its filer and for whoever holds its code."""
