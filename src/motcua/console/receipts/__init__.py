"""Series of receipts, kept by an agency's administrators."""
