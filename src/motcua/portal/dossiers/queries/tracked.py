"""What whoever holds a code and four digits sees: step, unit, deadline; no names, no answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries.outage_banners import Banner, banner_over_dossier
from motcua.dossiers.queries.story import Moment, public_story_of
from motcua.dossiers.queries.todo import Todo, plain_state, todo_of
from motcua.dossiers.queries.wording import office_of, procedure_name
from motcua.portal.dossiers.queries.pages import clock_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.queries import Tracked


@dataclass(frozen=True, slots=True)
class TrackedPage:
    """A dossier without its person; `todo` says that something waits for the filer, not what."""

    code: str
    procedure: str
    agency: str
    office: str
    state: str
    clock: str
    due_at: datetime | None
    submitted_at: datetime
    todo: Todo
    outage: Banner | None
    story: tuple[Moment, ...]


def tracked_page(found: Tracked, now: datetime, language: str) -> TrackedPage:
    """Give the page of a dossier that was found by its code and four digits."""
    dossier = found.dossier
    return TrackedPage(
        code=found.code,
        procedure=procedure_name(dossier, language),
        agency=dossier.agency.name_in(language),
        office=office_of(dossier, language),
        state=plain_state(dossier),
        clock=clock_of(dossier, now),
        due_at=None if dossier.paused_at else found.due_at,
        submitted_at=found.submitted_at,
        todo=todo_of(dossier),
        outage=banner_over_dossier(dossier, now),
        story=public_story_of(dossier, now, language),
    )
