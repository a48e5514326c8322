"""One's inbox, and how one wishes to be told."""
