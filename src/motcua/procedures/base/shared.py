"""What packs share: where they lie, lists such as countries, the sentences of forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import motcua
from motcua.kernel.text import collation_key, fold
from motcua.procedures.base.forms.asked import Option
from motcua.procedures.base.texts import say

SHARED = "_shared"


@cache
def packs_folder() -> Path:
    """Give the folder of the shipped packs: inside the wheel, or beside `src` in a checkout."""
    package = Path(motcua.__file__).parent
    inside = package / "packs"
    return inside if inside.is_dir() else package.parents[1] / "packs"


@cache
def shared_texts(name: str) -> dict[str, dict[str, str]]:
    """Read a shared file of texts by code, each a map by language."""
    return {str(code): dict(text) for code, text in shared_file(name).items()}


@cache
def shared_list(name: str) -> tuple[Option, ...]:
    """Read a shared list of answers (`ethnicities`, `countries`); raise `KeyError` if unknown."""
    if not (packs_folder() / SHARED / f"{name}.yaml").is_file():
        raise KeyError(name)
    return tuple(
        Option(value=str(code), label=dict(text))
        for code, text in shared_file(name)["options"].items()
    )


@cache
def places_in_list(name: str, language: str) -> dict[str, int]:
    """Give where each answer of a shared list stands in a language; empty where order is fixed.

    A list that says `order: alphabet` keeps its first answer first, and sorts the others by name.
    """
    path = packs_folder() / SHARED / f"{name}.yaml"
    if not path.is_file() or shared_file(name).get("order") != "alphabet":
        return {}
    first, *others = ((row.value, say(row.label, language)) for row in shared_list(name))
    key = collation_key if language == "vi" else fold
    others.sort(key=lambda row: key(row[1]))
    return {code: place for place, (code, _name) in enumerate([first, *others])}


def shared_text(name: str) -> str:
    """Read a shared file of another shape."""
    return (packs_folder() / SHARED / name).read_text(encoding="utf-8")


def shared_file(name: str) -> dict[str, Any]:
    """Read a file that packs share, a map."""
    path = packs_folder() / SHARED / f"{name}.yaml"
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return content
