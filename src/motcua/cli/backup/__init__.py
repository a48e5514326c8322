"""Backups of a node: base, log and files, closed for whoever holds the recovery key, and back."""
