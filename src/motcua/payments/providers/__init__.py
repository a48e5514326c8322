"""Payment providers, one a file; chosen by setting."""
