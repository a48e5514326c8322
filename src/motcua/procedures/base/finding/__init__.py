"""Finding a procedure: words, phrases and requests, and what a query is nearest to."""
