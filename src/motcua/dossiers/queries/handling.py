"""What an official may do with a dossier now, in the order of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.enums import FeeState, Phase, State
from motcua.dossiers.models import Result, Supplement
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
from motcua.dossiers.queries.scopes import in_sight
from motcua.dossiers.workflow import TABLE
from motcua.procedures.enums import Awaited, MoveKind, Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.processes.spec import Step

RECEIPT = frozenset({Role.RECEPTIONIST})
_RETURNING = frozenset({Role.RECEPTIONIST, Role.CLERK})
_STOPPING = frozenset({Role.HEAD, Role.LEADER})
_ONLY_LOOKING = frozenset({Role.AUDITOR, GrantKind.CONSULTATION})


class Act(TextChoices):
    """An act upon a dossier, named as its address."""

    ACCEPT = "accept", _("Tiếp nhận")
    HAND_OVER = "hand-over", _("Chuyển xử lý")
    TAKE_UP = "take-up", _("Nhận việc")
    DRAFT = "draft", _("Soạn kết quả")
    COMPLETE = "complete", _("Chuyển bước sau")
    CONSULT = "consult", _("Hỏi ý kiến")
    APPROVE = "approve", _("Duyệt và ký")
    RETURN = "return", _("Trả kết quả")
    SUPPLEMENT = "supplement", _("Yêu cầu bổ sung")
    PAYMENT = "payment", _("Yêu cầu nộp tiền")
    SEND_BACK = "send-back", _("Trả lại bước trước")
    REFUSE = "refuse", _("Từ chối tiếp nhận")
    STOP = "stop", _("Dừng xử lý")
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
        run=own or next(iter(runs), None),
        result=result_of(dossier),
        asked=frozenset(Supplement.objects.filter(dossier=dossier).values_list("phase", flat=True)),
    )


def is_his(actor: Actor, dossier: Dossier, run: StepRun) -> bool:
    """Say whether a step in hand is an actor's: by role in its unit, and by name once taken up."""
    if actor.kind == "system":
        return True
    path = path_of(dossier, run)
    holds = any(
        power.role == run.role and power.covers(dossier.agency_id, path)
        for power in in_sight(actor.powers)
    )
    return holds and holder_of(dossier, run) in {None, actor.official_id}


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
    found = Result.objects.select_related("approved_by", "drafted_by", "pdf__blob")
    result = found.filter(dossier=dossier).first()
    if result is not None:
        result.dossier = dossier
    return result


def roles_over(actor: Actor, dossier: Dossier) -> frozenset[str]:
    """Give the roles an actor holds over the unit that received or the unit that now handles.

    Of steps side by side each unit counts. Administering is none of them.
    """
    paths = {dossier.unit_path, dossier.step_path}
    if dossier.is_split:
        paths |= {path_of(dossier, run) for run in open_runs(dossier)}
    return frozenset(
        power.role
        for power in in_sight(actor.powers)
        if any(power.covers(dossier.agency_id, path) for path in paths)
    )


def acts_open(standing: Standing) -> tuple[Act, ...]:
    """Give the acts an official may do now, in the order of use; nothing for who only looks."""
    return tuple(dict.fromkeys((*_receiving(standing), *_processing(standing), *_ending(standing))))


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
        if standing.dossier.fee_state != FeeState.DUE:
            yield Act.ACCEPT
        if Phase.RECEIPT not in standing.asked:
            yield Act.SUPPLEMENT
        yield Act.PAYMENT
        yield Act.REFUSE
    if standing.allows("hand_over"):
        yield Act.HAND_OVER


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


def _asking(standing: Standing, run: StepRun) -> Iterator[Act]:
    """Give what may be asked of others: an opinion, a supplement, a payment."""
    if consultable(standing.dossier, run.code):
        yield Act.CONSULT
    if Phase.PROCESS not in standing.asked and _may_wait(standing, run, Awaited.SUPPLEMENT):
        yield Act.SUPPLEMENT
    if _may_wait(standing, run, Awaited.PAYMENT):
        yield Act.PAYMENT


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
    return run.pk in still_waiting(standing.runs, standing.now)


def _ending(standing: Standing) -> Iterator[Act]:
    if standing.allows("return_result") and standing.roles & _RETURNING:
        yield Act.RETURN
    may_stop = standing.roles & _STOPPING or may_end(standing.actor, standing.dossier)
    if standing.allows("stop") and may_stop and not standing.is_being_signed:
        yield Act.STOP
