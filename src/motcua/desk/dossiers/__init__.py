"""One dossier on an official's desk: read it, act upon it."""
