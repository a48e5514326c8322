"""The catalogue: procedures, forms, processes and fees as dated data."""
