"""What `make bench` measures: each promise of speed beside its floor, in the same run."""
