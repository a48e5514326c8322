"""The communes of a province, for the script that fills a form's second list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.queries import PlacesOfToday
from motcua.procedures.base.forms.parts import BEFORE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def communes_asked(pairs: Mapping[str, str], on: date) -> list[tuple[str, str]]:
    """Give rows (code, name) of the communes of `province`; none for one there is not.

    An `era` asks for those there were until 30 June 2025.
    """
    book = PlacesOfToday(on)
    asked = book.before() if pairs.get("era") == BEFORE else book
    return list(asked.communes(pairs.get("province", ""), "vi"))
