"""Booking a time at a one-door office."""
