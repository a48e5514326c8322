"""What packs share: where they lie, lists such as countries, the sentences of forms."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import motcua
from motcua.procedures.base.questions import Option

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
    return {str(code): dict(text) for code, text in _read(name).items()}


@cache
def shared_list(name: str) -> tuple[Option, ...]:
    """Read a shared list of answers (`ethnicities`, `countries`); raise `KeyError` if unknown."""
    if not (packs_folder() / SHARED / f"{name}.yaml").is_file():
        raise KeyError(name)
    return tuple(
        Option(value=str(code), label=dict(text)) for code, text in _read(name)["options"].items()
    )


def _read(name: str) -> dict[str, Any]:
    path = packs_folder() / SHARED / f"{name}.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
