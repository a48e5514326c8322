"""The national catalogue at the console: settled, let in, let go, opened at the agency."""
