"""A carrier that is not one: quotes, takes parcels, and moves them as somebody tells it to."""
