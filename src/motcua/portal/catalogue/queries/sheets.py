"""The page of a procedure: everything to know before signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from motcua.portal.catalogue.queries.costs import Cost, FeeRow, cost_of, fee_rows, time_of
from motcua.portal.catalogue.queries.finding import rules_today
from motcua.portal.catalogue.queries.levels import LevelWords, level_words
from motcua.portal.catalogue.queries.offices import Choice, choice_of
from motcua.procedures.base.levels import Means, level_of, papers_are_known
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel, ServiceLevel
from motcua.procedures.queries import level_of_offering
from motcua.procedures.queries.processes import process_shown
from motcua.proving.queries import proved_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from motcua.procedures.base.levels import Level
    from motcua.procedures.base.packs import Decision, LegalBasis, Pack, Paper, Variant
    from motcua.procedures.base.processes.svg import ProcessShown


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in words; `ways` says where it is asked for, if not everywhere."""

    name: str
    help: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers of which one is enough, or a single paper."""

    papers: tuple[PaperRow, ...]

    @property
    def is_choice(self) -> bool:
        """Say whether one of several is enough."""
        return len(self.papers) > 1


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the procedure with its papers."""

    name: str
    papers: tuple[PaperGroup, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps of some cases; `cases` is empty where all go the same way."""

    cases: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawRow:
    """A legal text; `is_recalled` where its articles still await confirmation."""

    number: str
    title: str
    articles: str
    is_recalled: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A procedure as its page shows it, for the agency chosen, if one is."""

    code: str
    name: str
    summary: str
    authority: str
    time: str
    cost: Cost
    papers: str
    level: LevelWords
    choice: Choice
    cases: tuple[Case, ...]
    walks: tuple[Walk, ...]
    fees: tuple[FeeRow, ...]
    notes: tuple[tuple[str, str], ...]
    paper_notes: tuple[str, ...]
    requirements: tuple[str, ...]
    results: tuple[str, ...]
    laws: tuple[LawRow, ...]
    decision: str
    partly_because: str
    proved_on: date | None
    process: ProcessShown


def sheet_of(code: str, day: date, language: str, *, province: str, office: str) -> Sheet:
    """Give the page of a procedure. Raises `NotFound`."""
    rules = rules_today(code, day)
    pack, choice = rules.pack, choice_of(code, day, province, office)
    overrides = choice.office.fee_overrides if choice.office else ()
    return Sheet(
        code=code,
        name=say(pack.name, language),
        summary=say(pack.summary, language),
        authority=say(pack.authority.name, language),
        time=time_of(pack.channels, day, language),
        cost=cost_of(pack.channels, day, language, overrides),
        papers=_paper_count(pack) if papers_are_known(pack) else _("Chưa nêu rõ"),
        level=level_words(_level(pack, choice, day), language),
        choice=choice,
        cases=tuple(_case(row, language) for row in pack.variants),
        walks=_walks(pack.variants, language),
        fees=fee_rows(pack, day, language, overrides),
        notes=tuple(_remarks(pack, language)),
        paper_notes=tuple(say(note, language) for note in pack.paper_notes),
        requirements=tuple(say(row.text, language) for row in pack.requirements),
        results=tuple(say(row.name, language) for row in pack.results),
        laws=tuple(_law(row, language) for row in pack.legal_bases),
        decision=_decision(pack.decision, language),
        partly_because=_said(pack.online.partly_because, language),
        proved_on=proved_on(rules.version_id, choice.office.agency_id if choice.office else None),
        process=process_shown(rules.version_id, language),
    )


def process_drawing(code: str, day: date, language: str) -> str:
    """Draw the process of a procedure. Raises `VersionNotPublished`."""
    return process_shown(rules_today(code, day).version_id, language).svg


def _remarks(pack: Pack, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is to be noted of each way of filing."""
    for way in pack.channels:
        if way.note:
            label = str(Channel(way.channel).label)
            if way.limit_unclear or way.fees_unclear:
                label = _("Lời của cơ quan công bố, khi nộp %(way)s") % {"way": label.lower()}
            yield label, say(way.note, language)


def _decision(decision: Decision, language: str) -> str:
    agency = say(decision.agency, language) if decision.agency else ""
    return ", ".join(part for part in (decision.number, agency) if part)


def _level(pack: Pack, choice: Choice, day: date) -> Level:
    """Give the level at the agency chosen, else the best there is at any agency."""
    cards = [choice.office] if choice.office else choice.cards
    levels = [level_of_offering(card, day) for card in cards]
    nowhere = Means(frozenset(), pays_online=False, signs_results=False)
    best = max(levels, key=lambda level: level.level, default=None)
    return best or level_of(pack, nowhere, day)


def _paper_count(pack: Pack) -> str:
    """Say how many papers the usual case takes online; of papers that replace each other, one.

    Where it takes none, other cases may, and so may one that a record only says it may need.
    """
    usual, *others = pack.variants
    needed = [row for row in _online(usual) if row.needed == "required"]
    always = {row.one_of or row.code for row in needed if row.when is None}
    may_be_more = any(row.when is not None for row in needed)
    if not always:
        in_others = (row.needed == "required" for other in others for row in _online(other))
        is_unsettled = pack.online.level == ServiceLevel.INFORMATION and any(_online(usual))
        depends = may_be_more or is_unsettled or any(in_others)
        return _("Tùy trường hợp") if depends else _("Không phải nộp thêm giấy tờ nào")
    words = ngettext("%(count)d giấy tờ", "%(count)d giấy tờ", len(always))
    more = _(", có trường hợp thêm") if may_be_more else ""
    return words % {"count": len(always)} + more


def _online(variant: Variant) -> list[Paper]:
    return [row for row in variant.papers if not row.channels or Channel.ONLINE in row.channels]


def _case(variant: Variant, language: str) -> Case:
    groups: dict[str, list[PaperRow]] = {}
    for paper in variant.papers:
        groups.setdefault(paper.one_of or paper.code, []).append(_paper(paper, language))
    papers = tuple(PaperGroup(tuple(rows)) for rows in groups.values())
    return Case(say(variant.name, language), papers)


def _walks(variants: Sequence[Variant], language: str) -> tuple[Walk, ...]:
    walks: dict[tuple[str, ...], list[str]] = {}
    for row in variants:
        steps = tuple(say(step, language) for step in row.steps)
        walks.setdefault(steps, []).append(say(row.name, language))
    is_one = len(walks) == 1
    return tuple(
        Walk("" if is_one else "; ".join(names), steps) for steps, names in walks.items() if steps
    )


def _paper(paper: Paper, language: str) -> PaperRow:
    return PaperRow(
        say(paper.name, language), _said(paper.help, language), tuple(_notes(paper, language))
    )


def _notes(paper: Paper, language: str) -> Iterable[str]:
    if paper.needed == "optional":
        yield _("không bắt buộc")
    if paper.is_shown:
        yield _("chỉ xuất trình")
    if paper.channels:
        ways = ", ".join(str(Channel(way).label).lower() for way in paper.channels)
        yield _("chỉ khi nộp %(ways)s") % {"ways": ways}
    if paper.originals:
        words = ngettext("%(count)d bản chính", "%(count)d bản chính", paper.originals)
        yield words % {"count": paper.originals}
    if paper.copies:
        words = ngettext("%(count)d bản sao", "%(count)d bản sao", paper.copies)
        yield words % {"count": paper.copies}
    for source in paper.may_be_data:
        yield _("cơ quan tự tra cứu được: %(source)s") % {"source": say(source.name, language)}


def _law(row: LegalBasis, language: str) -> LawRow:
    is_recalled = bool(row.articles) and row.articles_mark == "recalled"
    return LawRow(row.number, say(row.title, language), row.articles or "", is_recalled)


def _said(text: Mapping[str, str] | None, language: str) -> str:
    return say(text, language) if text else ""
