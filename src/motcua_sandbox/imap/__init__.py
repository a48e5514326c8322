"""A small mail server that is read over IMAP with TLS: letters in folders, for tests and demos."""
