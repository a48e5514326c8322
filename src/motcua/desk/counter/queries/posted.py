"""The page on which an envelope is taken in: what was said of it, a place for each paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.counters.enums import Compared
from motcua.counters.errors import CounterNotFound
from motcua.desk.counter.queries.filings import PaperPlace, judged, paper_places
from motcua.dossiers.queries.fee_debts import is_ready
from motcua.dossiers.queries.papers_by_post import taken_with
from motcua.dossiers.queries.wording import procedure_name

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.counters.models import CounterFiling
    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.papers import AskedPaper
    from motcua.ui.fields import Field


@dataclass(frozen=True, slots=True)
class PostedPage:
    """An envelope being taken in; `enclosed` names what is to lie in it."""

    filing: CounterFiling
    dossier: Dossier
    procedure: str
    arrived_at: datetime | None
    enclosed: tuple[str, ...]
    places: tuple[PaperPlace, ...]
    problems: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...] = tuple((one.value, str(one.label)) for one in Compared)

    @property
    def is_ready(self) -> bool:
        """Say whether the dossier can be accepted once the envelope is taken in."""
        return is_ready(self.dossier)


def posted_page(
    filing: CounterFiling,
    now: datetime,
    language: str,
    missing: tuple[AskedPaper, ...] = (),
    problems: tuple[tuple[str, str], ...] = (),
) -> PostedPage:
    """Give the page as far as the envelope was taken in. Raises `CounterNotFound`."""
    posted = taken_with(filing.draft)
    if posted is None or posted.dossier is None:
        raise CounterNotFound
    places = paper_places(filing, now, language, missing)
    wanted = set(posted.codes)
    said = [(place.field.id, text) for place in places for text in place.field.errors]
    return PostedPage(
        filing=filing,
        dossier=posted.dossier,
        procedure=procedure_name(posted.dossier, language),
        arrived_at=posted.arrived_at,
        enclosed=tuple(_named(one.field) for one in places if one.field.name in wanted),
        places=places,
        problems=(*said, *problems),
    )


def _named(field: Field) -> str:
    """Name a paper, and say where one of several is enough: the sender chose which."""
    return f"{field.label} ({field.optional_note})" if field.optional_note else str(field.label)


def lacking_of(filing: CounterFiling, now: datetime) -> tuple[AskedPaper, ...]:
    """Give the required papers that were neither in the envelope nor sent as files before."""
    posted = taken_with(filing.draft)
    if posted is None or posted.dossier is None:
        raise CounterNotFound
    there = set(posted.dossier.papers.filter(replaced_at=None).values_list("code", flat=True))
    return tuple(row for row in judged(filing.draft, now, "vi").missing if row.code not in there)
