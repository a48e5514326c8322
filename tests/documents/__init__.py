"""Documents: their files, templates and layout."""
