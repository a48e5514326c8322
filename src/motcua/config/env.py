"""Every setting an installation reads from its environment, in one table.

`motcua doctor --settings` prints this table; nothing else in the package reads `os.environ`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.config.partners import PARTNERS
from motcua.config.variables import OWN

if TYPE_CHECKING:
    from motcua.config.variables import Setting


SETTINGS: tuple[Setting, ...] = OWN + PARTNERS
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def text(name: str) -> str:
    """Give a setting's value, or its default; the name must be in the table."""
    return os.environ.get(name) or _BY_NAME[name].default


def number(name: str) -> int:
    """Give a setting as a whole number."""
    return int(text(name))


def is_on(name: str) -> bool:
    """Say whether a yes/no setting is on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def names(name: str) -> list[str]:
    """Give a comma-separated setting as a list."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_folder() -> Path:
    """Give the data folder, absolute."""
    return Path(text("MOTCUA_DATA")).expanduser().resolve()


def package_folder() -> Path:
    """Give the folder of the installed package."""
    return Path(__file__).resolve().parents[1]
