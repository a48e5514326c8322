"""Templates of documents that an agency brings."""
