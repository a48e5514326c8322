"""What a page of the workshop is drawn from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.procedures.base.conditions.compiling import Scope
    from motcua.procedures.base.packs import Pack


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pack around an object, and how conditions see it.

    `more` is the number of empty rows to add, by the list's name; `is_cited` says that the object
    is a question which must name its law.
    """

    pack: Pack
    scope: Scope
    language: str
    more: Mapping[str, int] = field(default_factory=dict)
    is_cited: bool = False
