"""Tests of the counter: tickets, shifts, filing for somebody, kiosks."""
