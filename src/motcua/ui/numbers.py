"""Numbers and money as a language writes them: 1.234,5 in Vietnamese, 1,234.5 in English."""

from __future__ import annotations

from typing import Final

from motcua.kernel.money import show

_SWAPPED: Final = str.maketrans(",.", ".,")


def whole(value: int, language: str) -> str:
    """Write a whole number with its thousands grouped."""
    return _in(f"{value:,}", language)


def decimal(value: float, language: str) -> str:
    """Write a number with at most one decimal, and none where it is zero."""
    return _in(f"{value:,.1f}".removesuffix(".0"), language)


def money(amount: int, language: str) -> str:
    """Write whole đồng as `20.000 đ` or `20,000 VND`, which no line break parts."""
    return show(amount, language).replace(" ", "\u00a0")


def _in(english: str, language: str) -> str:
    return english if language == "en" else english.translate(_SWAPPED)
