"""Names that came from outside, as they are kept."""

from __future__ import annotations


def printable(text: str) -> str:
    """Leave out what cannot be kept as text: controls, and bytes that are no letters."""
    return "".join(sign for sign in text if sign.isprintable())
