"""Acts behind the pages of a dossier."""
