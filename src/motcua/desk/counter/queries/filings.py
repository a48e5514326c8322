"""The one page on which somebody is filed for: who, the whole form, the papers, the fee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.counters.enums import Compared
from motcua.counters.queries import compared_files
from motcua.dossiers.queries.supplements import papers_for
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.clock import civil_date
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.fees import kept_line
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.posting import add_row, read_page, remove_row
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.base.texts import say
from motcua.procedures.enums import FeeDue
from motcua.procedures.queries import fee_overrides_of, rules
from motcua.ui.fields import Field, Kind, Press
from motcua.ui.posted import controls_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.http import QueryDict

    from motcua.counters.models import CounterFiling
    from motcua.counters.queries.comparing import ComparedFile
    from motcua.counters.queries.filling import Filled
    from motcua.desk.counter.forms import People
    from motcua.dossiers.models import Draft, Upload
    from motcua.procedures.base.fees import FeeLine
    from motcua.procedures.base.forms.answering import CompiledForm, Wrong
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.rules import Rules
    from motcua.ui.fields import Section
    from motcua.ui.posted import Pressed

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file of a paper and how it was held against its original."""

    upload: Upload
    url: str
    mark: ComparedFile | None

    @property
    def name(self) -> str:
        """The name of the box that says how."""
        return f"mark.{self.upload.public_id}"


@dataclass(frozen=True, slots=True)
class PaperPlace:
    """Where a paper is put: its files, each with its mark, and the chooser for more."""

    field: Field
    files: tuple[HandedIn, ...]


@dataclass(frozen=True, slots=True)
class FeeShown:
    """A fee by the answers so far, in đồng, and how it was worked out; None where nobody set it."""

    name: str
    amount: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper that has to show an exemption, and whether it is ticked as seen."""

    code: str
    name: str
    exemption: str
    is_seen: bool

    @property
    def id(self) -> str:
        """The id of its box."""
        return f"seen-{self.code}"


@dataclass(frozen=True, slots=True)
class FilingPage:
    """What the page of a filing shows; the sections of the form by their codes."""

    filing: CounterFiling
    procedure: str
    people: People
    sections: tuple[tuple[str, Section], ...]
    places: tuple[PaperPlace, ...]
    fees: tuple[FeeShown, ...]
    total: int
    proofs: tuple[Proof, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    refusal: str = ""
    marks: tuple[tuple[str, str], ...] = tuple((one.value, str(one.label)) for one in Compared)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        found = list(self.people.problems)
        for _code, section in self.sections:
            found += section.problems()
        return [*found, *self.errors]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is wrong with the answers, which papers lack, which proofs are not ticked as seen."""

    errors: tuple[Wrong, ...]
    missing: tuple[AskedPaper, ...]
    unseen: tuple[Proof, ...] = ()


def answers_in(draft: Draft, data: QueryDict, button: Pressed, now: datetime) -> dict[str, Any]:
    """Read every page of the form as it was posted at once; None takes an answer away."""
    form, day = rules(draft.version_id).form, civil_date(now)
    read: dict[str, Any] = dict(draft.answers)
    shown = _visible(form, draft.answers, now)
    for code in shown:
        read = read_page(form, code, data, read, today=day)
    group = button.target.partition(".")[0]
    if isinstance(form.questions.get(group), GroupQuestion):
        if button.press is Press.ADD:
            read = add_row(form, read, group)
        elif button.press is Press.REMOVE:
            read = remove_row(read, button.target)
    return {key: read.get(key) for key in {*draft.answers, *read}}


def controls_put(
    draft: Draft, filled: Filled, now: datetime, language: str
) -> dict[str, str | list[str]]:
    """Give what the controls of the form are to hold where something was just filled in."""
    form, showing = rules(draft.version_id).form, Showing(language, civil_date(now))
    answers = {key: value for key, value in filled.answers.items() if value is not None}
    drawn = (page_section(form, code, answers, showing) for code in _visible(form, answers, now))
    return {
        name: value
        for section in drawn
        for name, value in controls_of(section).items()
        if name.partition(".")[0] in filled.put
    }


def judged(draft: Draft, now: datetime, language: str) -> Judged:
    """Judge the whole form as it is kept; see which papers lack, which proofs nobody saw."""
    held, day = rules(draft.version_id), civil_date(now)
    given = {*draft.seen, *(row.paper_code for row in uploads_of(draft))}
    asked = papers_for(draft, now)
    missing = missing_papers(asked, given, draft.by_data)
    checked = held.form.validate(draft.answers, today=day)
    lacking = {row.code for row in missing}
    proofs = _proofs(draft, held, _lines(draft, held, checked.clean, day), language)
    unseen = tuple(row for row in proofs if not row.is_seen and row.code not in lacking)
    return Judged(checked.errors, missing, unseen)


def _lines(draft: Draft, held: Rules, clean: dict[str, Any], day: date) -> tuple[FeeLine, ...]:
    overrides = fee_overrides_of(draft.offering_id)
    return held.fees(draft.channel, day, clean, overrides=overrides)


def _proofs(
    draft: Draft, held: Rules, lines: Sequence[FeeLine], language: str
) -> tuple[Proof, ...]:
    """Give the papers that have to show the exemptions of some fees, each once."""
    named = {one.proof: one.exempt_as or {} for line in lines for one in line.claimed}
    known = held.every_paper
    return tuple(
        Proof(code, say(known[code].name, language), say(exempt, language), code in draft.seen)
        for code, exempt in named.items()
    )


def filing_page(
    filing: CounterFiling, people: People, now: datetime, language: str, found: Judged | None = None
) -> FilingPage:
    """Give the page of a filing, with what is wrong where it was judged."""
    draft, day = filing.draft, civil_date(now)
    held = rules(draft.version_id)
    showing = Showing(
        language,
        day,
        errors=found.errors if found else (),
        lookup_url=reverse("desk:places"),
    )
    sections = tuple(
        (code, _answerable(page_section(held.form, code, draft.answers, showing)))
        for code in _visible(held.form, draft.answers, now)
    )
    clean = held.form.validate(draft.answers, today=day).clean
    lines = _lines(draft, held, clean, day)
    return FilingPage(
        filing=filing,
        procedure=say(held.pack.name, language),
        people=people,
        sections=tuple((code, section) for code, section in sections if section.fields),
        places=paper_places(filing, now, language, found.missing if found else ()),
        fees=tuple(
            FeeShown(
                say(line.name, language),
                line.total if line.is_known else None,
                explained(kept_line(line, day), language),
            )
            for line in lines
        ),
        proofs=_proofs(draft, held, lines, language),
        total=sum(line.total for line in lines if line.due == FeeDue.AT_FILING),
        errors=(
            *((f"f-{row.code}", _lacks(row, language)) for row in (found.missing if found else ())),
            *((row.id, _unseen(row)) for row in (found.unseen if found else ())),
        ),
    )


def _visible(form: CompiledForm, answers: Mapping[str, Any], now: datetime) -> list[str]:
    day = civil_date(now)
    clean = form.validate(dict(answers), today=day).clean
    return [page.code for page in form.visible_pages(clean, today=day)]


def _answerable(section: Section) -> Section:
    """Leave out what is sent as a file: it has its place among the papers.

    The browser of a counter fills nothing in: what it knows is of somebody else.
    """
    fields = tuple(
        replace(one, autocomplete="") if isinstance(one, Field) else one
        for one in section.fields
        if not (isinstance(one, Field) and one.kind is Kind.FILES)
    )
    return replace(section, fields=fields)


def paper_places(
    filing: CounterFiling, now: datetime, language: str, missing: Sequence[AskedPaper]
) -> tuple[PaperPlace, ...]:
    """Give where papers are put: their files with their marks, and a chooser for more."""
    uploads = uploads_of(filing.draft)
    marks = compared_files(row.file_id for row in uploads)
    lacking = {row.code for row in missing}
    return tuple(
        _place(filing, asked, uploads, marks, language, is_missing=asked.code in lacking)
        for asked in papers_for(filing.draft, now)
    )


def _place(
    filing: CounterFiling,
    asked: AskedPaper,
    uploads: Sequence[Upload],
    marks: Mapping[int, ComparedFile],
    language: str,
    *,
    is_missing: bool,
) -> PaperPlace:
    paper = asked.paper
    own = [row for row in uploads if row.paper_code == asked.code]
    files = tuple(HandedIn(row, _address(filing, row), marks.get(row.file_id)) for row in own)
    hint = _("Quét hoặc chụp từng trang; mỗi tệp không quá %(size)d MB, nhiều nhất %(count)d tệp.")
    field = Field(
        name=asked.code,
        kind=Kind.FILES,
        label=say(paper.name, language),
        hint=hint % {"size": paper.max_mb, "count": paper.max_files},
        required=asked.is_required and paper.one_of is None,
        optional_note=_("một trong các giấy tờ này") if paper.one_of else "",
        value=(),
        errors=(_lacks(asked, language),) if is_missing else (),
        max_bytes=paper.max_mb * _MEGABYTE,
        # Pictures of the pages of one paper become one PDF.
        several=paper.max_files > 1 or "pdf" in paper.types,
    )
    return PaperPlace(field, files)


def _address(filing: CounterFiling, upload: Upload) -> str:
    return reverse("desk:counter-file", args=[filing.public_id, upload.public_id])


def _unseen(proof: Proof) -> str:
    words = _("Xem “%(name)s” rồi đánh dấu, hoặc sửa câu trả lời về diện miễn, giảm")
    return words % {"name": proof.name}


def _lacks(asked: AskedPaper, language: str) -> str:
    return _("Chưa có %(name)s") % {"name": say(asked.paper.name, language)}
