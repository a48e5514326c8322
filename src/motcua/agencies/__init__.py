"""Places, agencies, units, officials, roles, working hours and days off."""
