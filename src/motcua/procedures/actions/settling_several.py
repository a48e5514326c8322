"""One answer to several flags of the national catalogue, each record by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.kernel.errors import DomainError, NotAllowed
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.settling import settle_flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Settled:
    """How many flags an answer settled, and why it could not be put into some records, by code."""

    count: int
    refused: Mapping[str, str]


def settle_several(
    *, actor: Actor, places: Iterable[tuple[str, str, str]], value: dict[str, Any], now: datetime
) -> Settled:
    """Say the same of several flags, given by code, kind and path; an empty value as the source.

    What cannot be said of one record (somebody writes its next version) is told, and the others
    are settled all the same. Raises `NotAllowed`.
    """
    require_keeper(actor, now)
    by_code: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for code, kind, path in places:
        by_code.setdefault(code, {})[kind, path] = value
    count, refused = 0, {}
    for code, values in sorted(by_code.items()):
        try:
            count += settle_flags(actor=actor, code=code, values=values, now=now)
        except NotAllowed:
            raise
        except DomainError as refusal:
            refused[code] = refusal.text
    return Settled(count, refused)
