"""What an official may do with a dossier now, in the order of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import GrantKind, Role
from motcua.agencies.queries.finding import has_others
from motcua.dossiers.enums import FeeState, Phase, State
from motcua.dossiers.queries.correcting import CHANGING, may_correct, may_reopen
from motcua.dossiers.queries.dues import supplement_until
from motcua.dossiers.queries.fee_debts import claims_open, may_judge_anew
from motcua.dossiers.queries.hands import colleagues_for, may_assign, may_bring_back
from motcua.dossiers.queries.kept import apology_kept, result_kept, supplements_of
from motcua.dossiers.queries.opinions import waits_outside
from motcua.dossiers.queries.papers_by_post import awaits_papers
from motcua.dossiers.queries.processes import (
    consultable,
    flow_of,
    holder_of,
    may_wait,
    open_runs,
    path_of,
    steps_back,
    still_waiting,
    ways_of,
)
from motcua.dossiers.queries.result_parts import fees_hold_part
from motcua.dossiers.queries.scopes import in_sight, takes_part
from motcua.dossiers.workflow import TABLE
from motcua.procedures.enums import Awaited, MoveKind, Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Result, StepRun
    from motcua.kernel.actors import Actor, Power
    from motcua.procedures.base.processes.spec import Step

RECEIPT = frozenset({Role.RECEPTIONIST})
_RETURNING = frozenset({Role.RECEPTIONIST, Role.CLERK})
_STOPPING = frozenset({Role.HEAD, Role.LEADER})
TAKING_PART = "taking-part"
"""Stands among the roles over a dossier of who does a step of another agency's process."""
_ONLY_LOOKING = frozenset({Role.AUDITOR, GrantKind.CONSULTATION})


class Act(TextChoices):
    """An act upon a dossier, named as its address."""

    ACCEPT = "accept", _("Tiếp nhận")
    EXEMPTION = "exemption", _("Xem giấy miễn, giảm phí")
    COLLECT = "collect", _("Thu tiền mặt")
    HAND_OVER = "hand-over", _("Chuyển xử lý")
    TAKE_UP = "take-up", _("Nhận việc")
    DRAFT = "draft", _("Soạn kết quả")
    COMPLETE = "complete", _("Chuyển bước sau")
    CONSULT = "consult", _("Hỏi ý kiến")
    APPROVE = "approve", _("Duyệt và ký")
    PART = "part", _("Trả trước một kết quả")
    RETURN = "return", _("Trả kết quả")
    SUPPLEMENT = "supplement", _("Yêu cầu bổ sung")
    PAYMENT = "payment", _("Yêu cầu nộp tiền")
    SEND_BACK = "send-back", _("Trả lại bước trước")
    ASK_AGENCY = "ask-agency", _("Hỏi cơ quan khác")
    ASSIGN = "assign", _("Giao việc")
    FORWARD = "forward", _("Chuyển đồng nghiệp")
    BRING_BACK = "bring-back", _("Lấy lại việc")
    REFUSE = "refuse", _("Từ chối tiếp nhận")
    APOLOGISE = "apologise", _("Xin lỗi và hẹn lại")
    STOP = "stop", _("Dừng xử lý")
    CORRECT = "correct", _("Đính chính kết quả")
    REOPEN = "reopen", _("Mở lại hồ sơ")
    REJUDGE = "rejudge", _("Xem lại miễn, giảm phí")
    NOTE = "note", _("Ghi chú")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a dossier stands before an official.

    Attributes:
        roles: what he is over the units that received it or have it in hand.
        runs: the steps in hand.
        run: the one he may act upon, else the one the dossier shows; None when there is none.
        result: its result, once drafted.
        asked: the phases in which a supplement was asked for.

    """

    actor: Actor
    dossier: Dossier
    now: datetime
    roles: frozenset[str]
    runs: tuple[StepRun, ...]
    run: StepRun | None
    result: Result | None
    asked: frozenset[str]

    @property
    def step(self) -> Step | None:
        """The step in hand, as the process describes it."""
        return flow_of(self.dossier).shape.steps.get(self.run.code) if self.run else None

    @property
    def is_his_step(self) -> bool:
        """Say whether the step in hand is his: by role, and by name once somebody took it."""
        return self.run is not None and is_his(self.actor, self.dossier, self.run)

    @property
    def is_being_signed(self) -> bool:
        """Say whether the result was approved and its signature is awaited."""
        row = self.result
        return row is not None and row.approved_at is not None and row.signed_at is None

    def allows(self, move: str) -> bool:
        """Say whether the table lists a move from where the dossier is."""
        return any(row.action == move for row in TABLE.allowed(State(self.dossier.state)))


def standing_of(actor: Actor, dossier: Dossier, now: datetime, code: str = "") -> Standing:
    """Find out where a dossier stands before an official; of several steps, at the one named."""
    runs = open_runs(dossier)
    own = own_run(actor, dossier, runs, code) or own_run(actor, dossier, runs)
    return Standing(
        actor=actor,
        dossier=dossier,
        now=now,
        roles=roles_over(actor, dossier),
        runs=tuple(runs),
        run=own or next((run for run in runs if run.code == code), None) or next(iter(runs), None),
        result=result_of(dossier),
        asked=frozenset(row.phase for row in supplements_of(dossier)),
    )


def is_his(actor: Actor, dossier: Dossier, run: StepRun) -> bool:
    """Say whether a step in hand is an actor's: by role in its unit, and by name once taken up.

    What an absent colleague took up is also his who stands in for him.
    """
    if actor.kind == "system":
        return True
    path, holder = path_of(dossier, run), holder_of(dossier, run)
    return any(
        power.role == run.role
        and reaches(power, dossier, path)
        and holder in {None, actor.official_id, power.behalf}
        for power in in_sight(actor.powers)
    )


def own_runs(actor: Actor, dossier: Dossier, runs: Iterable[StepRun]) -> list[StepRun]:
    """Give the steps in hand that are an actor's."""
    return [run for run in runs if is_his(actor, dossier, run)]


def own_run(
    actor: Actor, dossier: Dossier, runs: Iterable[StepRun], code: str = ""
) -> StepRun | None:
    """Give the first of an actor's steps in hand, or that with the code; None where he has none."""
    own = own_runs(actor, dossier, runs)
    return next((run for run in own if code in {"", run.code}), None)


def may_end(actor: Actor, dossier: Dossier) -> bool:
    """Say whether a step of this official's may refuse or stop by the process."""
    return any(
        ways_of(dossier, run.code, kind)
        for run in own_runs(actor, dossier, open_runs(dossier))
        for kind in (MoveKind.REFUSE, MoveKind.STOP)
    )


def result_of(dossier: Dossier) -> Result | None:
    """Give the result of a dossier, drafted or signed; None before."""
    result = result_kept(dossier)
    if result is not None:
        result.dossier = dossier
    return result


def roles_over(actor: Actor, dossier: Dossier) -> frozenset[str]:
    """Give the roles an actor holds over the unit that received or the unit that now handles.

    Of steps side by side each unit counts. Administering is none of them. Who does a step of
    another agency's process takes part in it, whatever he is in his own: its lead decides.
    """
    paths, powers = held_paths(dossier), in_sight(actor.powers)
    held = {
        power.role
        for power in powers
        if any(power.covers(dossier.agency_id, path) for path in paths)
    }
    if any(takes_part(power, dossier.agency_id, path) for power in powers for path in paths):
        held.add(TAKING_PART)
    return frozenset(held)


def reaches(power: Power, dossier: Dossier, path: str) -> bool:
    """Say whether a power reaches a step, of its own agency or one that its unit does for another.

    Source: Decree 61/2018, Article 19.6 and 19.7.
    """
    own = power.covers(dossier.agency_id, path)
    return own or takes_part(power, dossier.agency_id, path)


def held_paths(dossier: Dossier) -> frozenset[str]:
    """Give the paths of the unit that received a dossier and of those that have it in hand."""
    paths = {dossier.unit_path, dossier.step_path}
    if dossier.is_split:
        paths |= {path_of(dossier, run) for run in open_runs(dossier)}
    return frozenset(paths)


def acts_open(standing: Standing) -> tuple[Act, ...]:
    """Give the acts an official may do now, in the order of use; nothing for who only looks."""
    return tuple(
        dict.fromkeys(
            (
                *_receiving(standing),
                *_processing(standing),
                *_passing(standing),
                *_ending(standing),
                *_changing(standing),
            )
        )
    )


def is_open(standing: Standing, act: Act) -> bool:
    """Say whether an official may do an act now."""
    return may_note(standing) if act is Act.NOTE else act in acts_open(standing)


def may_note(standing: Standing) -> bool:
    """Say whether the official may leave a word for the others."""
    return bool(standing.roles - _ONLY_LOOKING)


def _receiving(standing: Standing) -> Iterator[Act]:
    if not standing.roles & RECEIPT:
        return
    if standing.allows("accept"):
        is_claimed = claims_open(standing.dossier)
        if is_claimed:
            yield Act.EXEMPTION
        elif standing.dossier.fee_state != FeeState.DUE and not awaits_papers(standing.dossier):
            yield Act.ACCEPT
        if Phase.RECEIPT not in standing.asked:
            yield Act.SUPPLEMENT
        yield Act.PAYMENT
        yield Act.REFUSE
    if standing.allows("hand_over"):
        yield Act.HAND_OVER
    if standing.dossier.is_open and standing.dossier.fee_state == FeeState.DUE:
        yield Act.COLLECT


def _processing(standing: Standing) -> Iterator[Act]:
    run, step = standing.run, standing.step
    if standing.dossier.state != State.IN_PROCESS or run is None or step is None:
        return
    if not standing.is_his_step or standing.is_being_signed:
        return
    if holder_of(standing.dossier, run) is None:
        yield Act.TAKE_UP
    yield from _producing(standing, run, step)
    yield from _asking(standing, run)
    if run.asked_by_id is None and steps_back(standing.dossier, run.code):
        yield Act.SEND_BACK


def _passing(standing: Standing) -> Iterator[Act]:
    """Give how the step may change hands."""
    dossier, run = standing.dossier, standing.run
    if dossier.state != State.IN_PROCESS or run is None or standing.is_being_signed:
        return
    assigns = may_assign(standing.actor, dossier, run)
    if (assigns or standing.is_his_step) and colleagues_for(dossier, run, standing.now):
        if assigns:
            yield Act.ASSIGN
        if standing.is_his_step:
            yield Act.FORWARD
    if may_bring_back(standing.actor, dossier, run):
        yield Act.BRING_BACK


def _asking(standing: Standing, run: StepRun) -> Iterator[Act]:
    """Give what may be asked of others: an opinion, a supplement, a payment."""
    if consultable(standing.dossier, run.code):
        yield Act.CONSULT
    if run.asked_by_id is None and has_others(standing.dossier.agency.code):
        yield Act.ASK_AGENCY
    if _may_ask_supplement(standing) and _may_wait(standing, run, Awaited.SUPPLEMENT):
        yield Act.SUPPLEMENT
    if _may_wait(standing, run, Awaited.PAYMENT):
        yield Act.PAYMENT


def _may_ask_supplement(standing: Standing) -> bool:
    """Say whether a supplement was not yet asked for in process, and may still be."""
    if Phase.PROCESS in standing.asked:
        return False
    until = supplement_until(standing.dossier)
    return until is None or standing.now <= until


def _may_wait(standing: Standing, run: StepRun, awaited: Awaited) -> bool:
    return may_wait(standing.dossier, run.code, awaited)


def _producing(standing: Standing, run: StepRun, step: Step) -> Iterator[Act]:
    """Give what the step must leave behind, then the way on once it is there."""
    has_draft, asks = standing.result is not None, _is_waited_for(standing, run)
    if Product.DRAFT in step.produces:
        yield Act.DRAFT
    if Product.SIGNATURE in step.produces:
        if has_draft and not asks:
            yield Act.APPROVE
    elif (has_draft or Product.DRAFT not in step.produces) and not asks:
        yield Act.COMPLETE


def _is_waited_for(standing: Standing, run: StepRun) -> bool:
    """Say whether the step asked for an opinion that is not there yet, and not late."""
    waits = run.pk in still_waiting(standing.runs, standing.now)
    return waits or waits_outside(run, standing.now)


def _ending(standing: Standing) -> Iterator[Act]:
    is_due = standing.dossier.fee_state == FeeState.DUE
    if standing.allows("return_result") and standing.roles & _RETURNING and not is_due:
        yield Act.RETURN
    if _may_return_part(standing):
        yield Act.PART
    if _may_apologise(standing):
        yield Act.APOLOGISE
    may_stop = standing.roles & _STOPPING or may_end(standing.actor, standing.dossier)
    if standing.allows("stop") and may_stop and not standing.is_being_signed:
        yield Act.STOP


def _changing(standing: Standing) -> Iterator[Act]:
    """Give what may be asked for of what is done; a second person agrees to it."""
    before_receipt = standing.dossier.accepted_at is None
    judging = standing.roles & (RECEIPT if before_receipt else CHANGING)
    if judging and may_judge_anew(standing.dossier):
        yield Act.REJUDGE
    if not standing.roles & CHANGING:
        return
    if may_correct(standing.dossier, standing.now):
        yield Act.CORRECT
    if may_reopen(standing.dossier, standing.now):
        yield Act.REOPEN


def _may_return_part(standing: Standing) -> bool:
    """Say whether one of several results may be returned before the last: by the leader."""
    in_process = standing.dossier.state == State.IN_PROCESS and not standing.is_being_signed
    if not in_process or Role.LEADER not in standing.roles:
        return False
    return not fees_hold_part(standing.dossier, standing.now)


def _may_apologise(standing: Standing) -> bool:
    """Say whether what is promised may be promised anew: once, by the head or the leader.

    Once is once: a supplement that cleared the new date allows no other.
    """
    dossier = standing.dossier
    is_running = dossier.state in {State.ACCEPTED, State.IN_PROCESS} and dossier.due_at is not None
    if not is_running or standing.is_being_signed:
        return False
    return bool(standing.roles & _STOPPING) and apology_kept(dossier) is None
