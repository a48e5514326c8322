"""One page of a form, drawn with what was answered, what is known and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.portal.drafts.queries.known import known_of
from motcua.portal.drafts.queries.route import route_of
from motcua.procedures.base.drawing import Showing, page_section
from motcua.procedures.base.prefilling import known_answers
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.queries.route import Route
    from motcua.procedures.base.answering import CompiledForm, Wrong
    from motcua.ui.fields import Section


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions and its place on the way."""

    draft: Draft
    code: str
    procedure: str
    section: Section
    route: Route

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        return list(self.section.problems())

    @property
    def number(self) -> int:
        """The page's place, from 1."""
        return self.route.number(self.code)

    @property
    def before(self) -> str:
        """The stop before; empty at the first."""
        return self.route.before(self.code)


def sheet_of(
    draft: Draft, code: str, now: datetime, language: str, errors: Sequence[Wrong] = ()
) -> Sheet:
    """Give a page of a draft. Raises `NotFound` for one that is not asked for."""
    held, day = rules(draft.version_id), civil_date(now)
    route = route_of(draft, day)
    if code not in held.form.pages or code not in route:
        raise NotFound
    showing = Showing(language, day, errors=errors, lookup_url=reverse("portal:places"))
    return Sheet(
        draft=draft,
        code=code,
        procedure=say(held.pack.name, language),
        section=page_section(held.form, code, _shown(draft, held.form, code, now), showing),
        route=route,
    )


def wrong_on(draft: Draft, code: str, now: datetime) -> tuple[Wrong, ...]:
    """Judge one page of a draft as it is saved. Raises `NotFound` for a page there is not."""
    form = rules(draft.version_id).form
    if code not in form.pages:
        raise NotFound
    return form.validate_page(code, draft.answers, today=civil_date(now)).errors


def _shown(draft: Draft, form: CompiledForm, code: str, now: datetime) -> dict[str, Any]:
    """Give the answers to show; a page nobody touched yet starts with what the account knows."""
    answers: dict[str, Any] = draft.answers
    if any(question.key in answers for question in form.pages[code].questions):
        return answers
    day = civil_date(now)
    clean = form.validate(answers, today=day).clean
    known = known_answers(form, code, clean, known_of(draft.account, day), today=day)
    return {**known, **answers}
