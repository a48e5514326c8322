"""Finding a procedure, reading about it, and choosing where to file."""
