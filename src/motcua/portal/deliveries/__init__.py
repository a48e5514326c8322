"""How one gets a result, and what the post fetches and brings."""
