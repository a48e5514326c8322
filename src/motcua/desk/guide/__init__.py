"""The officials' guide, read at the desk: the same files that stand under `docs/guides`."""
