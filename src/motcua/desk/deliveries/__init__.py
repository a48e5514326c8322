"""The counter's parcels: those that are to come, those on their way out, those in trouble."""
