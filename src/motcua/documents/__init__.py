"""Documents that offices write: templates, the files word processors make, and their layout."""
