"""Pages of what officials keep."""
