"""The register of dossiers (form 06) on screen."""
