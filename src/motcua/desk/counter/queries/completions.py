"""The page on which what lacked is taken in at a counter: only what the request lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from motcua.counters.enums import Compared
from motcua.desk.counter.queries.filings import PaperPlace, paper_places
from motcua.dossiers.errors import SupplementNotAsked
from motcua.dossiers.queries.completions import reopened_sections
from motcua.dossiers.queries.supplements import (
    answers_so_far,
    items_of,
    open_supplement,
)
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import Showing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.counters.models import CounterFiling
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.completions import Completion
    from motcua.dossiers.queries.supplements import AskedItem
    from motcua.ui.fields import Section


@dataclass(frozen=True, slots=True)
class CompletionPage:
    """What is to be put right, and how far one has come."""

    filing: CounterFiling
    dossier: Dossier
    procedure: str
    message: str
    items: tuple[AskedItem, ...]
    sections: tuple[Section, ...]
    places: tuple[PaperPlace, ...]
    marks: tuple[tuple[str, str], ...] = tuple((one.value, str(one.label)) for one in Compared)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        found = [problem for section in self.sections for problem in section.problems()]
        return found + [
            (place.field.id, said) for place in self.places for said in place.field.errors
        ]


def completion_page(
    filing: CounterFiling, given: Completion, now: datetime, language: str
) -> CompletionPage:
    """Give the page as far as the dossier was completed. Raises `SupplementNotAsked`."""
    draft = filing.draft
    assert draft.supplement is not None
    dossier = draft.supplement.dossier
    asked = open_supplement(dossier)
    if asked is None:
        raise SupplementNotAsked
    showing = Showing(
        language,
        civil_date(now),
        errors=given.wrong,
        remarks=asked.questions,
        open_keys=frozenset(asked.questions),
    )
    places = paper_places(filing, now, language, ())
    return CompletionPage(
        filing=filing,
        dossier=dossier,
        procedure=procedure_name(dossier, language),
        message=asked.message,
        items=items_of(dossier, asked, language),
        sections=reopened_sections(dossier, asked, answers_so_far(dossier, draft), showing),
        places=tuple(_with_reason(one, asked.papers, given.refused) for one in places),
    )


def _with_reason(
    place: PaperPlace, reasons: Mapping[str, str], refused: Mapping[str, tuple[str, ...]]
) -> PaperPlace:
    code = place.field.name
    field = replace(
        place.field,
        required=True,
        optional_note="",
        remark=reasons.get(code, ""),
        errors=refused.get(code, ()),
    )
    return replace(place, field=field)
