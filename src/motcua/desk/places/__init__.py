"""The places that officials' forms ask for."""
