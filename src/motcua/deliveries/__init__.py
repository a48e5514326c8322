"""Parcels between agencies and people's doors, carried by the post."""
