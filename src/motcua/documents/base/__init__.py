"""What a document file is, checked, filled in, compared and laid out; the hostile part apart."""
