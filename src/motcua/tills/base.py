"""Counting notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.tills.errors import NotesWrong

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
"""The notes in circulation, in đồng, the largest first."""
_MOST = 100_000


def sum_of(pieces: Mapping[int, int]) -> int:
    """Give what so many notes of each value come to, in đồng. Raises `NotesWrong`."""
    if not all(note in NOTES and 0 <= count <= _MOST for note, count in pieces.items()):
        raise NotesWrong
    return sum(note * count for note, count in pieces.items())


def written(pieces: Mapping[int, int]) -> dict[str, int]:
    """Give the notes as JSON keeps them, those there are none of left out."""
    return {str(note): count for note, count in pieces.items() if count}
