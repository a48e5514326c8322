"""Django's PostgreSQL backend, which asks a connection's socket instead of the server."""
