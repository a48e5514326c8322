"""What `make bench` runs: figures, each beside its floor, on a node of their own."""
