"""One dossier as its filer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies.queries import working_calendar
from motcua.dossiers.enums import State, Urgency
from motcua.dossiers.queries import promised
from motcua.dossiers.queries.correcting import corrected_results, in_correction
from motcua.dossiers.queries.documents import letters_for
from motcua.dossiers.queries.errands import PostPage, errand_number, post_page
from motcua.dossiers.queries.holdings import (
    HeldPause,
    HeldSlip,
    may_withdraw,
    papers_in,
    pauses_in,
    slips_in,
)
from motcua.dossiers.queries.outages import outage_reason
from motcua.dossiers.queries.outside import OutsideMark, outside_marks
from motcua.dossiers.queries.papers_by_post import Envelope, envelope_of
from motcua.dossiers.queries.pictures import is_picture
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.progress import process_of
from motcua.dossiers.queries.result_parts import PartShown, parts_of
from motcua.dossiers.queries.story import Moment, story_of
from motcua.dossiers.queries.supplements import AskedItem, items_of, open_supplement
from motcua.dossiers.queries.timelines import Entry, clock_of as told_clock, entries_of
from motcua.dossiers.queries.todo import Todo, plain_state, todo_of
from motcua.dossiers.queries.wording import office_of, procedure_name, time_allowed
from motcua.kernel.calendar import CalendarError, next_opening
from motcua.kernel.clock import civil_date
from motcua.payments.enums import ENDED_SHORT, OrderState
from motcua.payments.queries import orders_of, refunds_of
from motcua.procedures.base.forms.summary import summary
from motcua.receipts.queries import receipts_of
from motcua.ui.answers import Answer
from motcua.ui.fields import FileItem
from motcua.voice.queries.asking import has_rated

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Document, Dossier
    from motcua.dossiers.models.replacing import ReplacedResult
    from motcua.dossiers.queries.holdings import HeldPaper
    from motcua.payments.models import Order, Refund
    from motcua.procedures.base.processes.svg import ProcessShown
    from motcua.receipts.queries import Held

_TONES = {
    State.RETURNED: "done",
    State.FINISHED: "done",
    State.REFUSED: "late",
    State.STOPPED: "late",
    State.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A page of the form as it was answered."""

    title: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A paper that was sent: its files, and where its pictures are one PDF, if there are some."""

    name: str
    files: tuple[FileItem, ...]
    pictures_url: str


@dataclass(frozen=True, slots=True)
class Money:
    """What is or was to be paid: open orders, paid ones, and those that ended short.

    `back` is what goes or went back, without postage; `taken` what the payer's bank took back.
    """

    open: tuple[Order, ...]
    paid: tuple[Order, ...]
    expired: tuple[Order, ...]
    taken: tuple[Order, ...]
    back: tuple[Refund, ...]


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier for its filer; `clock` is a `ui.states.Deadline`, empty where none runs.

    Attributes:
        clock_lines: the clock from filing to its end, in the words that officials read too.
        first_due_at: the first promise, where the dossier was promised anew.

    """

    dossier: Dossier
    procedure: str
    office: str
    state: str
    tone: str
    clock: str
    due_at: datetime | None
    pause: str
    todo: Todo
    message: str
    items: tuple[AskedItem, ...]
    money: Money
    receipts: tuple[Held, ...]
    story: tuple[Moment, ...]
    clock_lines: tuple[Entry, ...]
    first_due_at: datetime | None
    process: ProcessShown
    pauses: tuple[HeldPause, ...]
    slips: tuple[HeldSlip, ...]
    parts: tuple[PartShown, ...]
    letters: tuple[Document, ...]
    papers: tuple[Sent, ...]
    blocks: tuple[Block, ...]
    may_withdraw: bool
    post: PostPage
    outside: tuple[OutsideMark, ...]
    has_rated: bool
    envelope: Envelope | None
    old_results: tuple[ReplacedResult, ...]
    in_correction: ReplacedResult | None


@dataclass(frozen=True, slots=True)
class Filed:
    """The quiet page after filing: the code, what comes next and by when, what is to be paid.

    `due_at` is when the result is due if it is accepted at `checked_from`; both are None where the
    working calendar does not reach so far.
    """

    dossier: Dossier
    procedure: str
    office: str
    time: str
    todo: Todo
    checked_from: datetime | None
    due_at: datetime | None
    post: PostPage
    envelope: Envelope | None


def dossier_page(dossier: Dossier, now: datetime, language: str) -> DossierPage:
    """Give everything a filer may see of his dossier."""
    asked, envelope = open_supplement(dossier), envelope_of(dossier, language)
    is_awaited = envelope is not None and envelope.is_awaited
    return DossierPage(
        dossier=dossier,
        procedure=procedure_name(dossier, language),
        office=office_of(dossier, language),
        state=_("Chờ giấy tờ qua bưu chính") if is_awaited else plain_state(dossier),
        tone="paused" if asked else _TONES.get(State(dossier.state), "info"),
        clock=clock_of(dossier, now),
        due_at=None if dossier.paused_at else dossier.appointed_at,
        pause=(outage_reason(dossier) or plain_state(dossier)) if dossier.paused_at else "",
        todo=todo_of(dossier),
        message=asked.message if asked else "",
        items=items_of(dossier, asked, language) if asked else (),
        money=_money(dossier, now),
        receipts=tuple(receipts_of("dossier", dossier.pk)),
        story=story_of(dossier, now, language),
        clock_lines=entries_of(told_clock(dossier, now), language),
        first_due_at=dossier.due_at if dossier.reappointed_at else None,
        process=process_of(dossier, now, language),
        pauses=pauses_in(dossier),
        slips=slips_in(dossier),
        parts=parts_of(dossier),
        letters=tuple(letters_for(dossier)),
        papers=_papers(dossier, papers_in(dossier, language)),
        blocks=_blocks(dossier, language),
        may_withdraw=may_withdraw(dossier),
        post=post_page(dossier, now),
        outside=outside_marks(dossier, language),
        has_rated=has_rated(dossier),
        envelope=envelope,
        old_results=corrected_results(dossier),
        in_correction=in_correction(dossier),
    )


def filed_page(dossier: Dossier, now: datetime, language: str) -> Filed:
    """Give what is said right after filing."""
    return Filed(
        dossier=dossier,
        procedure=procedure_name(dossier, language),
        office=office_of(dossier, language),
        time=time_allowed(dossier, language).removesuffix("."),
        todo=todo_of(dossier),
        post=post_page(dossier, now),
        envelope=envelope_of(dossier, language),
        **_days_ahead(dossier),
    )


def _days_ahead(dossier: Dossier) -> dict[str, datetime | None]:
    try:
        opening = next_opening(dossier.submitted_at, working_calendar(dossier.agency_id))
        due = dossier.due_at or promised(dossier, received=opening).due_at
    except CalendarError:
        return {"checked_from": None, "due_at": None}
    return {"checked_from": opening, "due_at": due}


def clock_of(dossier: Dossier, now: datetime) -> str:
    """Give where the dossier stands against the promised time; empty while nothing is promised."""
    urgency = dossier.urgency(now)
    is_promised = dossier.due_at is not None and urgency is not Urgency.WAITING
    is_settled = urgency is Urgency.DONE and dossier.finished_at is None
    return str(urgency) if is_promised and not is_settled else ""


def _money(dossier: Dossier, now: datetime) -> Money:
    """Sort the last order of each debt; an expired one may have been followed by another."""
    everything = orders_of("dossier", dossier.pk)
    orders = {order.key: order for order in everything}.values()
    ended = (order for order in orders if not order.is_payable(now))
    return Money(
        open=tuple(order for order in orders if order.is_payable(now)),
        paid=tuple(order for order in orders if order.state == OrderState.PAID),
        expired=tuple(o for o in ended if o.state in {OrderState.OPEN, *ENDED_SHORT}),
        taken=tuple(o for o in everything if o.state == OrderState.REVERSED),
        back=tuple(
            refund
            for refund in refunds_of("dossier", dossier.pk)
            if refund.order and errand_number(refund.order.key) is None
        ),
    )


def _blocks(dossier: Dossier, language: str) -> tuple[Block, ...]:
    pages = summary(
        rules_of(dossier).form,
        dossier.answers,
        language,
        today=civil_date(dossier.submitted_at),
    )
    return tuple(
        Block(
            page.title,
            tuple(Answer(row.question, tuple(row.answer.splitlines())) for row in page.rows),
        )
        for page in pages
    )


def _papers(dossier: Dossier, held: tuple[HeldPaper, ...]) -> tuple[Sent, ...]:
    files: dict[tuple[str, str], list[FileItem]] = {}
    pictured = {paper.code for paper in held if is_picture(paper.file)}
    for paper in held:
        address = reverse("portal:dossier-paper", args=[dossier.public_id, paper.public_id])
        item = FileItem(str(paper.public_id), paper.file.name, paper.file.size, address)
        files.setdefault((paper.code, paper.name), []).append(item)
    return tuple(
        Sent(
            name,
            tuple(items),
            reverse("portal:dossier-pictures", args=[dossier.public_id, code])
            if code in pictured
            else "",
        )
        for (code, name), items in files.items()
    )
