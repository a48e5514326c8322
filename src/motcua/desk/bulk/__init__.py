"""Acts upon many dossiers of a queue at once."""
