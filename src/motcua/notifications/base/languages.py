"""Languages in which a node may write messages, by their codes, as data."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

import yaml
from django.conf import settings
from django.utils import translation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Words: TypeAlias = "str | Mapping[str, str]"
"""What fills a place: the same in every language, or what it is in each of the node's."""

_FILE: Final = Path(__file__).parents[1] / "data" / "languages.yaml"
_LAST = "vi"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    dict(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
)


def in_each(say: Callable[[str], str]) -> Words:
    """Ask for words in each language of the node; plain text where they are all the same.

    A message is written in the language its reader chose, an inbox in that of its pages: neither
    may be that of the matter.
    """
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = say(code)
    return found if len(set(found.values())) > 1 else found[_LAST]


def in_one(words: Words, language: str) -> str:
    """Give what fills a place in a language, in Vietnamese where it has none in this one."""
    if isinstance(words, str):
        return words
    return words.get(language) or words.get(_LAST, "")
