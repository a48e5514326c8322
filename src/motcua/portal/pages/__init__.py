"""The front page and the standing texts."""
