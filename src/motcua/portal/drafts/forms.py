"""What a posted page of questions says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from motcua.kernel.clock import civil_date
from motcua.portal.drafts.queries.paper_sheet import BY_DATA
from motcua.procedures.base.forms.posting import UNPOSTED, add_row, read_page, remove_row
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.queries import rules
from motcua.ui.fields import Press
from motcua.ui.posted import Pressed, pressed

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.models import Draft
    from motcua.procedures.base.forms.answering import CompiledForm


_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Turn:
    """A page as posted: its answers, None where one was emptied, and the button."""

    answers: dict[str, Any]
    button: Pressed


def read_turn(draft: Draft, code: str, data: QueryDict, now: datetime) -> Turn:
    """Read a posted page of a draft; a row is added to or taken from a group of that page."""
    form = rules(draft.version_id).form
    button = pressed(data)
    read = read_page(form, code, data, draft.answers, today=civil_date(now))
    if _is_group(form, code, button):
        add = button.press is Press.ADD
        read = add_row(form, read, button.target) if add else remove_row(read, button.target)
    asked = [row.key for row in form.pages[code].questions if row.kind not in UNPOSTED]
    return Turn({key: read.get(key) for key in asked}, button)


def _is_group(form: CompiledForm, code: str, button: Pressed) -> bool:
    group = button.target.partition(".")[0]
    is_ours = form.page_of.get(group) == code and isinstance(form.questions[group], GroupQuestion)
    return is_ours and button.press in {Press.ADD, Press.REMOVE}


def codes_left_to_data(data: QueryDict) -> frozenset[str]:
    """Read which papers the filer leaves to the registries' data (`by_data.CODE`)."""
    prefix = f"{BY_DATA}."
    return frozenset(
        code
        for name in data
        if name.startswith(prefix)
        for code in data.getlist(name)
        if code == name.removeprefix(prefix)
    )


def chosen_office(data: QueryDict) -> str:
    """Read the number of the offering chosen; empty where it is no number."""
    text = data.get("office", "")
    return text if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else ""


def chosen_mandate(data: QueryDict) -> UUID | None:
    """Read for whom it is filed, as the id of a mandate; None for oneself."""
    try:
        return UUID(data.get("for", ""))
    except ValueError:
        return None
