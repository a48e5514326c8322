"""A year of work, played through the same actions as the pages use, true to the calendar."""
