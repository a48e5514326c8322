"""Parts of a pack on pages: drawn from what is kept, read from what is posted, merged."""
