"""Finding a procedure in people's own words, with or without diacritics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from motcua.kernel.text import search_document
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.models import Procedure
from motcua.procedures.queries.rules import rules, version_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from motcua.procedures.base.packs import Pack

_ENOUGH_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure that was found, with the rules of the day."""

    code: str
    version_id: int
    pack: Pack


def find_procedures(words: str, day: date, *, limit: int = 20) -> list[Found]:
    """Find procedures by name, code or everyday words, best first; no words give all.

    All words count where some procedure has them all; otherwise what is spelt most alike.
    """
    text = search_document(words)
    if not text:
        return _known(
            Procedure.objects.order_by("code").values_list("code", flat=True)[:limit], day
        )
    query = SearchQuery(text, config="simple")
    alike = TrigramWordSimilarity(text, "search_text")
    rows = (
        Procedure.objects.annotate(rank=SearchRank(F("search"), query), alike=alike)
        .filter(Q(search=query) | Q(code=words.strip()) | Q(alike__gte=_ENOUGH_ALIKE))
        .annotate(score=Greatest(F("rank") + Value(0.0), F("alike")))
        .order_by("-score", "code")
        .values_list("code", flat=True)[:limit]
    )
    return _known(rows, day)


def procedures_by_life_event(day: date) -> dict[str, list[Found]]:
    """Give the procedures of each life event."""
    events: dict[str, list[Found]] = {}
    for found in _known(Procedure.objects.order_by("code").values_list("code", flat=True), day):
        for event in found.pack.life_events:
            events.setdefault(event, []).append(found)
    return events


def _known(codes: Iterable[str], day: date) -> list[Found]:
    found = []
    for code in codes:
        try:
            version = version_on(code, day)
        except VersionNotPublished:
            continue  # announced for later, or withdrawn
        found.append(Found(code, version, rules(version).pack))
    return found
