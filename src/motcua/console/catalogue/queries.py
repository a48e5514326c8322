"""What an agency offers in words: its level with grounds, and facts nobody confirmed yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.kernel.clock import civil_date
from motcua.kernel.money import show
from motcua.procedures.base.fees import amount_of
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel, Mark
from motcua.procedures.queries import level_of_offering, pack_of
from motcua.procedures.queries.at_agency import offering_at, offerings_at
from motcua.proving.queries import last_proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from motcua.procedures.base.fees import FeeOverride
    from motcua.procedures.base.forms.questions import Question
    from motcua.procedures.base.packs import ChannelSpec, Pack
    from motcua.procedures.queries import OfferingCard
    from motcua.proving.models import Proof


@dataclass(frozen=True, slots=True)
class GroundWords:
    """A condition of a level in words, and whether it holds."""

    words: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """A fact that awaits confirmation: what kind it is, what it says, where it should stand."""

    kind: str
    what: str
    source: str


@dataclass(frozen=True, slots=True)
class Proved:
    """When the machine last tried a procedure, whether all went well, and what did not."""

    on: date
    holds: bool
    filed: int
    refused: int
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure as the agency offers it."""

    id: int
    code: str
    name: str
    level: int
    term: str
    grounds: tuple[GroundWords, ...]
    awaited: tuple[Awaited, ...]
    proved: Proved | None

    @property
    def lacking(self) -> int:
        """Count the grounds of the highest level that do not hold."""
        return sum(not ground.holds for ground in self.grounds)


def offered(agency_id: int, day: date, language: str) -> list[Offered]:
    """Give the procedures an agency takes on a day, by code."""
    return [_offered(card, day, language) for card in offerings_at(agency_id, day)]


def offered_one(agency_id: int, number: int, day: date, language: str) -> Offered:
    """Give one procedure an agency takes. Raises `NotFound`."""
    return _offered(offering_at(agency_id, number), day, language)


def _offered(card: OfferingCard, day: date, language: str) -> Offered:
    pack, level = pack_of(card.version_id), level_of_offering(card, day)
    return Offered(
        id=card.id,
        code=card.procedure_code,
        name=say(pack.name, language),
        level=int(level.level),
        term=say(level.term, language),
        grounds=tuple(GroundWords(say(g.words, language), g.holds) for g in level.grounds),
        awaited=tuple(awaited(pack, card.fee_overrides, day, language)),
        proved=_proved(last_proof(card.version_id, card.agency_id), language),
    )


def _proved(proof: Proof | None, language: str) -> Proved | None:
    if proof is None:
        return None
    return Proved(
        on=civil_date(proof.proved_at),
        holds=proof.holds,
        filed=proof.tried.get("filed", 0),
        refused=proof.tried.get("refused", 0),
        failures=tuple(str(failure[language]) for failure in proof.failures),
    )


def awaited(
    pack: Pack, overrides: Sequence[FeeOverride], day: date, language: str
) -> Iterator[Awaited]:
    """Yield what a pack marks as recalled or not confirmed, as it stands on a day."""
    yield from _questions(pack, language)
    for form in pack.form.statutory:
        if form.mark is Mark.RECALLED:
            yield Awaited(_("Biểu mẫu"), say(form.name, language), form.citation)
    for _variant, paper in pack.papers():
        if paper.mark is Mark.RECALLED:
            yield Awaited(_("Giấy tờ"), say(paper.name, language), paper.basis)
    for way in pack.channels:
        yield from _money_and_time(way, overrides, day, language)
    yield from _law(pack, language)


def _questions(pack: Pack, language: str) -> Iterator[Awaited]:
    asked = [question for page in pack.form.pages for question in page.questions]
    for kind, questions in ((_("Câu hỏi"), asked), (_("Ô kết quả"), pack.result.questions)):
        for question in _all(questions):
            if question.mark is Mark.RECALLED:
                source = question.basis or _items(question.items)
                yield Awaited(kind, say(question.label, language), source)


def _items(items: Sequence[str]) -> str:
    return _("Mục %(items)s của tờ khai") % {"items": ", ".join(items)} if items else ""


def _all(questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        yield question
        if isinstance(question, GroupQuestion):
            yield from question.questions


def _money_and_time(
    way: ChannelSpec, overrides: Sequence[FeeOverride], day: date, language: str
) -> Iterator[Awaited]:
    channel = str(Channel(way.channel).label)
    for fee in way.fees:
        if not fee.holds_on(day):
            continue
        amount, basis, is_confirmed = amount_of(fee, overrides, day, way.channel)
        if not is_confirmed:
            words = f"{say(fee.name, language)} · {channel} · {_shown(amount, language)}"
            yield Awaited(_("Phí, lệ phí"), words, basis)
    for limit in way.limits:
        if limit.holds_on(day) and not limit.confirmed:
            yield Awaited(_("Thời hạn"), f"{say(limit.words, language)} · {channel}", limit.basis)


def _shown(amount: int | None, language: str) -> str:
    return _("Theo mức của tỉnh, thành phố") if amount is None else show(amount, language)


def _law(pack: Pack, language: str) -> Iterator[Awaited]:
    for law in pack.legal_bases:
        if law.mark is Mark.RECALLED:
            yield Awaited(_("Căn cứ"), say(law.title, language), law.number)
        elif law.articles and law.articles_mark is Mark.RECALLED:
            yield Awaited(_("Điều khoản"), law.articles, law.number)
    if pack.process.mark is Mark.RECALLED:
        yield Awaited(_("Quy trình"), _("Các bước giải quyết nội bộ"), pack.process.basis)
    if pack.result.mark is Mark.RECALLED:
        yield Awaited(_("Kết quả"), say(pack.result.title, language), pack.result.basis)
