"""What leaders see: roll-ups of the one door, early warning, period reports."""
