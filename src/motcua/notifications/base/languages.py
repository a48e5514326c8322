"""Languages in which a node may write messages, by their codes, as data."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = Path(__file__).parents[1] / "data" / "languages.yaml"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
)
