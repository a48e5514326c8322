"""What a document leaves to be written: `[…]`, and fields that nobody filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BRACKETS: Final = re.compile(r"\[[^\[\]]*[^\W\d_][^\[\]]*\]|\[\s*(?:…|\.{2,})[\s.…]*\]")
"""Brackets around words or dots; a figure in brackets, such as a reference, is none."""
_FIELD: Final = re.compile(r"\{\{\s*([\w.]+)[^{}]*\}\}")
_AROUND: Final = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is still to be written: its paragraph from 1, what stands there, the words."""

    paragraph: int
    written: str
    line: str


def open_places(lines: Sequence[str], fields: Iterable[str]) -> tuple[Place, ...]:
    """Give the places of a document's lines that are still open; `fields` are the unfilled ones."""
    unfilled = frozenset(fields)
    return tuple(
        Place(number, written, _short(line, written))
        for number, line in enumerate(lines, start=1)
        for written in _open_in(line, unfilled)
    )


def _open_in(line: str, unfilled: frozenset[str]) -> Iterator[str]:
    yield from BRACKETS.findall(line)
    yield from (found[0] for found in _FIELD.finditer(line) if found[1] in unfilled)


def _short(line: str, written: str) -> str:
    """Give the words around a place, so that a long paragraph does not fill the page."""
    at = line.index(written)
    start, end = max(0, at - _AROUND), at + len(written) + _AROUND
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
