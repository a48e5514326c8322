"""Rows that hold from one day to another, read from the shipped files once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_DATA: Final = files("motcua.voice") / "data"
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def shipped(name: str) -> Mapping[str, Any]:
    """Give what a shipped file holds."""
    text = (_DATA / f"{name}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return found


def in_force(row: Mapping[str, Any], day: date) -> bool:
    """Say whether a row holds on a day; `valid_to` is the first day without it."""
    until = row.get("valid_to")
    return bool(row["valid_from"] <= day and (until is None or day < until))


def said(words: Mapping[str, str], language: str) -> str:
    """Give a text in a language, else in Vietnamese."""
    return words.get(language) or words["vi"]
