"""The pictures of the officials' guide, made anew by `make guide`."""
