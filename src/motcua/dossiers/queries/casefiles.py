"""A dossier opened on an official's desk: all that one page shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from motcua.dossiers.enums import PauseKind, SlipForm
from motcua.dossiers.queries.agreeing import Proposed, proposals_on
from motcua.dossiers.queries.clocks import promised
from motcua.dossiers.queries.exemptions import Claim, claims_in
from motcua.dossiers.queries.fee_changes import FeeChange, fee_change
from motcua.dossiers.queries.fee_debts import is_fee, line_stands
from motcua.dossiers.queries.handling import (
    Act,
    Standing,
    acts_open,
    may_note,
    standing_of,
)
from motcua.dossiers.queries.histories import (
    Remark,
    history_of,
    pause_now,
    remarks_on,
)
from motcua.dossiers.queries.holdings import HeldPaper, HeldSlip, documents_in, papers_in, slips_in
from motcua.dossiers.queries.mentions import people_in_sight
from motcua.dossiers.queries.opinions import OpinionShown, opinions_on
from motcua.dossiers.queries.origins import with_origins
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.progress import InHand, in_hand_of, process_of
from motcua.dossiers.queries.timelines import Clock, Entry, clock_of, entries_of
from motcua.dossiers.queries.wording import procedure_name, step_name
from motcua.kernel.clock import civil_date
from motcua.payments.queries import orders_of
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.forms.summary import SummaryPage, summary
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.agencies.queries.colleagues import Colleague
    from motcua.dossiers.enums import Urgency
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.passings import Happening
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order
    from motcua.procedures.base.processes.svg import ProcessShown

# The acts that carry a dossier on, the likeliest first: the one main button of the page.
_ONWARD = (
    Act.EXEMPTION,
    Act.ACCEPT,
    Act.HAND_OVER,
    Act.APPROVE,
    Act.COMPLETE,
    Act.DRAFT,
    Act.RETURN,
)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock of a dossier: when it is due, how near that is, why, and why it stands still.

    Attributes:
        due_at: the promise that holds; `told` knows the first one, and what else is due when.
        entries: the whole clock as a time line.

    """

    urgency: Urgency
    due_at: datetime | None
    told: Clock
    entries: tuple[Entry, ...]
    pause: str
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in đồng, what it is for and whether it is paid; none where it is open.

    `why` is how a fee of the procedure was worked out.
    """

    name: str
    amount: int | None
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the page of a dossier shows to one official.

    Attributes:
        hands: who has it in hand: the official by name, or nobody yet.
        main: the act that carries it on, if one is open; `others` follow in the order of use.
        claims: exemptions whose proof is still to be judged.
        fee_change: what fees come to by changed answers; None where that is what was fixed.
        in_hand: the steps in hand: several where branches run side by side.
        process: the process with where the dossier stands.
        promise: what acceptance at this moment would promise; None when it is not to be accepted.

    """

    dossier: Dossier
    standing: Standing
    procedure: str
    channel: str
    step: str
    hands: str
    main: Act | None
    others: tuple[Act, ...]
    may_note: bool
    clock: ClockFace
    promise: datetime | None
    answers: tuple[SummaryPage, ...]
    papers: tuple[HeldPaper, ...]
    slips: tuple[HeldSlip, ...]
    sums: tuple[Sum, ...]
    claims: tuple[Claim, ...]
    fee_change: FeeChange | None
    in_hand: tuple[InHand, ...]
    process: ProcessShown
    history: tuple[Happening, ...]
    remarks: tuple[Remark, ...]
    proposals: tuple[Proposed, ...]
    people: tuple[Colleague, ...]
    opinions: tuple[OpinionShown, ...]


def case_file(
    actor: Actor, dossier: Dossier, now: datetime, language: str, step: str = ""
) -> CaseFile:
    """Give all that an official sees of a dossier he opened."""
    standing = standing_of(actor, dossier, now, step)
    acts = acts_open(standing)
    main = next((act for act in _ONWARD if act in acts), None)
    slips = slips_in(dossier)
    papers = papers_in(dossier, language)
    was_asked = any(slip.form == SlipForm.SUPPLEMENT for slip in slips)
    return CaseFile(
        dossier=dossier,
        standing=standing,
        procedure=procedure_name(dossier, language),
        channel=str(Channel(dossier.channel).label),
        step=_step(dossier, language),
        hands=dossier.official.full_name if dossier.official else "",
        main=main,
        others=tuple(act for act in acts if act is not main),
        may_note=may_note(standing),
        clock=_clock(dossier, now, language),
        promise=promised(dossier, received=now).due_at if Act.ACCEPT in acts else None,
        answers=_answers(dossier, language),
        papers=(*papers, *documents_in(dossier, language)),
        slips=slips,
        sums=_sums(dossier, language),
        claims=claims_in(dossier, papers, language),
        fee_change=fee_change(dossier) if was_asked else None,
        in_hand=in_hand_of(dossier, now, language),
        process=process_of(dossier, now, language),
        history=history_of(dossier, language),
        remarks=remarks_on(dossier),
        proposals=proposals_on(actor, dossier),
        people=_others(standing),
        opinions=opinions_on(dossier, now, language),
    )


def _others(standing: Standing) -> tuple[Colleague, ...]:
    """Give whom a note may mention."""
    if not may_note(standing):
        return ()
    people = people_in_sight(standing.dossier, standing.now)
    return tuple(one for one in people if one.official_id != standing.actor.official_id)


def _step(dossier: Dossier, language: str) -> str:
    """Name the step in hand; a closed dossier is in nobody's."""
    in_hand = dossier.is_open and dossier.step_code
    return step_name(dossier, dossier.step_code, language) if in_hand else ""


def _answers(dossier: Dossier, language: str) -> tuple[SummaryPage, ...]:
    day = civil_date(dossier.submitted_at)
    pages = summary(rules_of(dossier).form, dossier.answers, language, today=day)
    return with_origins(dossier, pages)


def _clock(dossier: Dossier, now: datetime, language: str) -> ClockFace:
    pause = pause_now(dossier) if dossier.paused_at is not None else None
    told = clock_of(dossier, now)
    return ClockFace(
        urgency=dossier.urgency(now),
        due_at=dossier.appointed_at,
        told=told,
        entries=entries_of(told, language),
        pause=(pause.reason or str(PauseKind(pause.kind).label)) if pause else "",
        paused_at=dossier.paused_at,
    )


def _sums(dossier: Dossier, language: str) -> tuple[Sum, ...]:
    """Give what is due at filing, then what was asked for on the way."""
    filed = tuple(
        Sum(
            say(line["name"], language),
            line["total"],
            line_stands(dossier, place),
            explained(line, language),
        )
        for place, line in enumerate(dossier.fee_lines)
        if line["total"] or line.get("exempt_as") or line.get("exemption")
    )
    unset = tuple(
        Sum(say(line["name"], language), None, _("Mức do tỉnh, thành phố quy định"))
        for line in dossier.fee_lines
        if line.get("is_open")
    )
    asked = tuple(
        Sum(say(line["name"], language), line["amount"], order.get_state_display())
        for order in _standing_orders(dossier)
        if not is_fee(dossier.pk, order.key)
        for line in order.lines
    )
    return filed + unset + asked


def _standing_orders(dossier: Dossier) -> Iterable[Order]:
    """Give the last order of each debt, as an expired one may have been followed by another."""
    return {order.key: order for order in orders_of("dossier", dossier.pk)}.values()


def left_in_words(due_at: datetime, now: datetime) -> str:
    """Say how far a promised time is: in days beyond a day, in hours within it."""
    words = span_in_words(due_at, now)
    return (_("quá %(time)s") if now > due_at else _("còn %(time)s")) % {"time": words}


def span_in_words(one: datetime, other: datetime) -> str:
    """Say how much time lies between two moments, in the largest whole unit."""
    seconds = int(abs((one - other).total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds // 3600, seconds // 60
    if days:
        return ngettext("%(count)s ngày", "%(count)s ngày", days) % {"count": days}
    if hours:
        return ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours}
    return ngettext("%(count)s phút", "%(count)s phút", minutes) % {"count": minutes}
