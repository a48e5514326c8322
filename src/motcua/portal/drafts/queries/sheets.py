"""One page of a form, drawn with what was answered, what is known and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.called import draft_number
from motcua.dossiers.queries.known import known_for, origin_in_words
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.portal.drafts.queries.dues import dues_on, said_in_all
from motcua.portal.drafts.queries.paper_sheet import item_of
from motcua.portal.drafts.queries.route import route_of
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.prefilling import known_answers, origins
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules
from motcua.ui.fields import Cluster, Field, Kind
from motcua.voice.queries.helping import hints_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.queries.route import Route
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.rules import Rules
    from motcua.ui.fields import FileItem, Question, Section
    from motcua.voice.queries.helping import Hint

ASKED = "_asked"
"""The field of a page that names the questions it asked when it was drawn."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of questions and its place on the way.

    `fee` says what filing costs by the answers so far, where the page asks what it hangs on.
    """

    draft: Draft
    code: str
    procedure: str
    section: Section
    route: Route
    fee: str = ""
    hints: tuple[Hint, ...] = ()

    @property
    def number_to_call(self) -> str:
        """What the filer reads out to the help desk."""
        return draft_number(self.draft.public_id)

    @property
    def asked(self) -> str:
        """The questions of the page, to be sent with their answers."""
        return " ".join(drawn.name for drawn in self.section.fields)

    @property
    def calculated(self) -> dict[str, str]:
        """What was worked out on the page, by the name of its field."""
        found = (field for drawn in self.section.fields for field in _fields_of(drawn))
        return {field.name: str(field.value) for field in found if field.kind is Kind.CALCULATED}

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
    just_posted = bool(errors) and draft.page == code
    shown = _shown(draft, held.form, code, now, is_touched=just_posted)
    showing = Showing(
        language,
        day,
        errors=errors,
        lookup_url=reverse("portal:places"),
        upload_url=reverse("portal:draft-files", args=[draft.public_id]),
        files=_files(draft, held),
        origins=_origins(shown.origins),
        find_label=_("Tra theo mã số"),
    )
    dues, hints = dues_on(draft, held, code, day, language), hints_of(draft)
    return Sheet(
        draft=draft,
        code=code,
        procedure=say(held.pack.name, language),
        section=_hinted(page_section(held.form, code, shown.answers, showing), hints),
        route=route,
        fee="" if dues is None else said_in_all(dues, language),
        hints=hints,
    )


def _hinted(section: Section, hints: Sequence[Hint]) -> Section:
    """Say at the questions that the help desk pointed to what it said of them."""
    notes = {hint.question.partition(".")[0]: hint.note for hint in hints}
    if not notes:
        return section
    fields = tuple(
        replace(drawn, hint=_with_note(drawn.hint, notes[drawn.name]))
        if drawn.name in notes
        else drawn
        for drawn in section.fields
    )
    return replace(section, fields=fields)


def _with_note(hint: str, note: str) -> str:
    said = _("Tổng đài gợi ý câu này: %(note)s") % {"note": note}
    return f"{said} {hint}".strip()


def _fields_of(drawn: Question) -> Iterator[Field]:
    if isinstance(drawn, Field):
        yield drawn
    elif isinstance(drawn, Cluster):
        yield from drawn.fields
    else:
        for item in drawn.items:
            for one in item:
                yield from _fields_of(one)


def with_refusals(sheet: Sheet, refused: Mapping[str, tuple[str, ...]]) -> Sheet:
    """Give a page that says of files why they were not kept."""
    if not refused:
        return sheet
    fields = tuple(
        replace(drawn, errors=(*drawn.errors, *refused.get(drawn.name, ())))
        for drawn in sheet.section.fields
    )
    return replace(sheet, section=replace(sheet.section, fields=fields))


def file_field(draft: Draft, key: str, now: datetime, language: str) -> Field:
    """Draw the question of a draft that files answer. Raises `NotFound`."""
    form = rules(draft.version_id).form
    if key not in form.page_of:
        raise NotFound
    sheet = sheet_of(draft, form.page_of[key], now, language)
    for drawn in sheet.section.fields:
        if isinstance(drawn, Field) and drawn.name == key:
            return drawn
    raise NotFound


def _files(draft: Draft, held: Rules) -> dict[str, tuple[FileItem, ...]]:
    """Give the files of a draft that answer questions, by question."""
    sent = held.sent_as_answers
    files: dict[str, tuple[FileItem, ...]] = {}
    for row in uploads_of(draft) if sent else ():
        if row.paper_code in sent:
            key = sent[row.paper_code]
            files[key] = (*files.get(key, ()), item_of(draft, row))
    return files


def wrong_on(draft: Draft, code: str, now: datetime) -> tuple[Wrong, ...]:
    """Judge one page of a draft as it is saved. Raises `NotFound` for a page there is not."""
    form = rules(draft.version_id).form
    if code not in form.pages:
        raise NotFound
    return form.validate_page(code, draft.answers, today=civil_date(now)).errors


def newly_asked(errors: Sequence[Wrong], asked: Collection[str]) -> tuple[Wrong, ...]:
    """Say of what was not answered that it is asked only now, where a page had not asked it."""
    return tuple(
        replace(error, code="newly-asked", message=None)
        if error.code == "required" and error.path.partition(".")[0] not in asked
        else error
        for error in errors
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """The answers a page starts with, and what is known of where they came from."""

    answers: dict[str, Any]
    origins: Mapping[str, Mapping[str, Any]]


def _shown(
    draft: Draft, form: CompiledForm, code: str, now: datetime, *, is_touched: bool
) -> _Shown:
    """Give the answers to show; a page nobody touched yet starts with what is known already."""
    answers: dict[str, Any] = draft.answers
    questions = form.pages[code].questions
    is_touched = is_touched or any(question.key in answers for question in questions)
    if is_touched or not any(question.prefill for question in questions):
        return _Shown(answers, draft.origins)
    day = civil_date(now)
    clean = form.validate(answers, today=day).clean
    known = known_for(draft, day)
    taken = {**known_answers(form, code, clean, known, today=day), **answers}
    return _Shown(taken, origins(form, code, taken, known, now=now, today=day))


def origins_of(
    draft: Draft, code: str, answers: Mapping[str, Any], now: datetime
) -> dict[str, dict[str, Any]]:
    """Say of the answers of a posted page which were known before. Nothing is asked for nothing."""
    form = rules(draft.version_id).form
    if not any(question.prefill for question in form.pages[code].questions):
        return {}
    day = civil_date(now)
    said = {**draft.answers, **{key: value for key, value in answers.items() if value is not None}}
    return origins(form, code, said, known_for(draft, day), now=now, today=day)


def _origins(found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {
        key: origin_in_words(row["path"], is_changed=row["changed"]) for key, row in found.items()
    }
