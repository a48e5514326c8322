"""Carriers of messages, one a file; chosen by setting."""
