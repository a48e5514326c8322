"""Kinds of documents, their abbreviations, and how a number is written (Decree 30/2020)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from motcua.documents.base.fields import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document; a letter has no abbreviation."""

    code: str
    name: Mapping[str, str]
    abbreviation: str


@cache
def kinds() -> Mapping[str, Kind]:
    """Give the kinds by their codes (`data/kinds.yaml`)."""
    rows = read_data("kinds.yaml")["kinds"]
    return {row["code"]: Kind(row["code"], row["name"], row["abbreviation"]) for row in rows}


def sign_of(agency: str) -> str:
    """Give the short sign of an agency by its name: what is fixed for it, else its initials."""
    for row in read_data("kinds.yaml")["signs"]:
        if agency.lower().startswith(row["begins"].lower()):
            return str(row["sign"])
    return "".join(word[0].upper() for word in agency.split() if word[0].isalpha())[:8]


def notation_of(kind: str, agency: str) -> str:
    """Give what stands after the figure of a number: `QĐ-UBND`; of a letter the agency's sign."""
    abbreviation = kinds()[kind].abbreviation
    sign = sign_of(agency)
    return f"{abbreviation}-{sign}" if abbreviation else sign


def numbered(figure: int, notation: str) -> str:
    """Write a number: padded below ten (Decree 30/2020, Article 8)."""
    return f"{figure:02d}/{notation}"
