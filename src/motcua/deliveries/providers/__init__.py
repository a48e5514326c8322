"""Carriers, one a file; chosen by setting."""
