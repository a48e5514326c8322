"""The last look before filing: every answer, every paper, what it costs and when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.clock import civil_date
from motcua.portal.drafts.queries.dues import Due, dues_at_filing
from motcua.portal.drafts.queries.paper_sheet import missing_on
from motcua.portal.drafts.queries.route import CHECK, PAPERS, route_of
from motcua.procedures.base.forms.drawing import parts_of
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say
from motcua.procedures.queries import offering, rules
from motcua.ui.answers import Answer
from motcua.ui.fields import FileItem, control_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.queries.route import Route
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong


@dataclass(frozen=True, slots=True)
class Block:
    """A page of the form as it was answered."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class LastLook:
    """A draft before filing; `problems` pair where to go with what is wrong there.

    `dropped` names answered questions that are no longer asked, so that they are not filed.
    """

    draft: Draft
    procedure: str
    agency: str
    blocks: tuple[Block, ...]
    papers: tuple[Answer, ...]
    papers_url: str
    dues: tuple[Due, ...]
    time: str
    problems: tuple[tuple[str, str], ...]
    dropped: tuple[str, ...]
    route: Route
    code: str = CHECK

    @property
    def total(self) -> int:
        """What is to be paid at filing, in đồng."""
        return sum(due.amount for due in self.dues)

    @property
    def is_open(self) -> bool:
        """Whether something is due whose amount nobody has set yet."""
        return not all(due.is_known for due in self.dues)

    @property
    def number(self) -> int:
        """The page's place, from 1."""
        return self.route.number(self.code)

    @property
    def before(self) -> str:
        """The stop before."""
        return self.route.before(self.code)


def last_look_of(draft: Draft, now: datetime, language: str) -> LastLook:
    """Give everything that would be filed, and what still keeps it from being filed."""
    held, day = rules(draft.version_id), civil_date(now)
    judged = held.form.validate(draft.answers, today=day)
    route = route_of(draft, day)
    pages = summary(held.form, judged.clean, language, today=day)
    return LastLook(
        draft=draft,
        procedure=say(held.pack.name, language),
        agency=offering(draft.offering_id).name_in(language),
        blocks=tuple(
            Block(
                page.title,
                tuple(
                    Answer(
                        row.question,
                        tuple(row.answer.splitlines()),
                        change_url=_change(draft, held.form, row.path),
                        change_label=row.question,
                    )
                    for row in page.rows
                ),
            )
            for page in pages
        ),
        papers=_papers(draft, now, language),
        papers_url=_page(draft, PAPERS) if PAPERS in route else "",
        dues=dues_at_filing(draft, held, judged.clean, day, language),
        dropped=_dropped(draft, held.form, judged.clean, day, language),
        time=say(held.limit(draft.channel, day, judged.clean).words, language),
        problems=(
            *_wrong(draft, held.form, judged.errors, language),
            *_missing(draft, now, language),
        ),
        route=route,
    )


def _page(draft: Draft, code: str, anchor: str = "") -> str:
    address = reverse("portal:draft-page", args=[draft.public_id, code])
    return f"{address}?from={CHECK}" + (f"#{anchor}" if anchor else "")


def _change(draft: Draft, form: CompiledForm, path: str) -> str:
    key = path.partition(".")[0]
    parts = parts_of(form.questions[key])
    anchor = control_id(f"{path}.{parts[0][0]}" if parts else path)
    return _page(draft, form.page_of[key], f"{anchor}-question")


def _wrong(
    draft: Draft, form: CompiledForm, errors: tuple[Wrong, ...], language: str
) -> list[tuple[str, str]]:
    known = [wrong for wrong in errors if wrong.path.partition(".")[0] in form.page_of]
    return [(_change(draft, form, wrong.path), wrong.say(language)) for wrong in known]


def _missing(draft: Draft, now: datetime, language: str) -> list[tuple[str, str]]:
    return [
        (_page(draft, PAPERS, control_id(code)), said)
        for code, sentences in missing_on(draft, now, language).items()
        for said in sentences
    ]


def _papers(draft: Draft, now: datetime, language: str) -> tuple[Answer, ...]:
    files: dict[str, list[FileItem]] = {}
    for upload in uploads_of(draft):
        address = reverse("portal:draft-file", args=[draft.public_id, upload.public_id])
        item = FileItem(str(upload.public_id), upload.file.name, upload.file.size, address)
        files.setdefault(upload.paper_code, []).append(item)
    asked = [
        row
        for row in asked_papers(draft, now)
        if row.code in files or row.code in draft.by_data or row.paper.one_of is None
    ]
    return tuple(
        Answer(
            say(row.paper.name, language),
            _left(draft, row.code),
            files=tuple(files.get(row.code, ())),
            change_url=_page(draft, PAPERS, f"{control_id(row.code)}-question"),
            change_label=say(row.paper.name, language),
        )
        for row in asked
    )


def _left(draft: Draft, code: str) -> tuple[str, ...]:
    return (_("Để cơ quan tự tra cứu"),) if code in draft.by_data else ()


def _dropped(
    draft: Draft, form: CompiledForm, clean: dict[str, Any], day: date, language: str
) -> tuple[str, ...]:
    """Name the questions that were answered and are no longer asked: they are not filed."""
    return tuple(
        say(form.questions[key].label, language)
        for key in form.questions
        if key in draft.answers and not form.is_asked(key, clean, day)
    )
