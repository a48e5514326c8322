"""Copying a dossier into systems that are not connected."""
