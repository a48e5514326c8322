"""Paper taken in an outage, at the desk."""
