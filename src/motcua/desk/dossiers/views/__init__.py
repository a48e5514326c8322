"""Views of one dossier: reading, papers, acts."""
