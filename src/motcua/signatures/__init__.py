"""Keys, signing, verdicts."""
