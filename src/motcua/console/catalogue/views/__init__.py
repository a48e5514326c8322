"""Views of what the agency offers, and of the words people search by."""
