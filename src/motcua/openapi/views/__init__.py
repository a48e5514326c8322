"""What each part of the API does: translate a request into one action or query."""
