"""Auditors' pages: the whole trail of a dossier, and whether the log was tampered with."""
