"""Agency facts, units, hours and days off, as administrators keep them."""
