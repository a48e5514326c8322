"""The chapters of the guide and their pictures, found in the wheel or beside `src`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import motcua
from motcua.desk.guide.base import Chapter, read_chapter
from motcua.kernel.errors import NotFound

CONTENTS = "README"


@cache
def guide_folder() -> Path:
    """Give the folder of the guide: inside the wheel, or under `docs` in a checkout."""
    package = Path(motcua.__file__).parent
    inside = package / "guides"
    return (inside if inside.is_dir() else package.parents[1] / "docs" / "guides") / "vi"


@cache
def contents() -> Chapter:
    """Give the page that leads to all chapters."""
    return _read(CONTENTS)


@cache
def chapters() -> dict[str, Chapter]:
    """Give the chapters by name, in the order of the contents."""
    return {name: _read(name) for name in contents().leads_to}


def chapter(name: str) -> Chapter:
    """Give a chapter. Raises `NotFound`."""
    if name not in chapters():
        raise NotFound
    return chapters()[name]


def beside(name: str) -> tuple[Chapter | None, Chapter | None]:
    """Give the chapters before and after one."""
    every = [None, *chapters().values(), None]
    at = every.index(chapter(name))
    return every[at - 1], every[at + 1]


def picture(name: str) -> Path:
    """Give the file of a picture that a chapter shows. Raises `NotFound`."""
    shown = {block.picture for each in chapters().values() for block in each.blocks}
    if not name or name not in shown:
        raise NotFound
    return guide_folder() / "pictures" / f"{name}.webp"


def _read(name: str) -> Chapter:
    return read_chapter(name, (guide_folder() / f"{name}.md").read_text(encoding="utf-8"))
