"""What an official may do with a dossier now, in the order of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import GrantKind, Role
from motcua.dossiers.enums import FeeState, Phase, State
from motcua.dossiers.models import Result, Supplement
from motcua.dossiers.queries.processes import rules_of, step_before
from motcua.dossiers.queries.scopes import in_sight
from motcua.dossiers.workflow import TABLE
from motcua.procedures.enums import Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.processes import Step

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
        step: the step in hand; None when there is none.
        result: its result, once drafted.
        asked: the phases in which a supplement was asked for.

    """

    actor: Actor
    dossier: Dossier
    roles: frozenset[str]
    step: Step | None
    result: Result | None
    asked: frozenset[str]

    @property
    def is_his_step(self) -> bool:
        """Say whether the step in hand is his: by role, and by name once somebody took it."""
        return self.dossier.step_role in self.roles and self.dossier.official_id in {
            None,
            self.actor.official_id,
        }

    @property
    def is_being_signed(self) -> bool:
        """Say whether the result was approved and its signature is awaited."""
        row = self.result
        return row is not None and row.approved_at is not None and row.signed_at is None

    def allows(self, move: str) -> bool:
        """Say whether the table lists a move from where the dossier is."""
        return any(row.action == move for row in TABLE.allowed(State(self.dossier.state)))


def standing_of(actor: Actor, dossier: Dossier) -> Standing:
    """Find out where a dossier stands before an official."""
    steps = rules_of(dossier).process.steps
    return Standing(
        actor=actor,
        dossier=dossier,
        roles=roles_over(actor, dossier),
        step=next((step for step in steps if step.code == dossier.step_code), None),
        result=result_of(dossier),
        asked=frozenset(Supplement.objects.filter(dossier=dossier).values_list("phase", flat=True)),
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

    Administering is none of them.
    """
    return frozenset(
        power.role
        for power in in_sight(actor.powers)
        if power.covers(dossier.agency_id, dossier.unit_path)
        or power.covers(dossier.agency_id, dossier.step_path)
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
    if standing.dossier.state != State.IN_PROCESS or standing.step is None:
        return
    if not standing.is_his_step or standing.is_being_signed:
        return
    if standing.dossier.official_id is None:
        yield Act.TAKE_UP
    yield from _producing(standing, standing.step)
    if Phase.PROCESS not in standing.asked:
        yield Act.SUPPLEMENT
    yield Act.PAYMENT
    if step_before(standing.dossier) is not None:
        yield Act.SEND_BACK


def _producing(standing: Standing, step: Step) -> Iterator[Act]:
    """Give what the step must leave behind, then the way on once it is there."""
    has_draft = standing.result is not None
    if Product.DRAFT in step.produces:
        yield Act.DRAFT
    if Product.SIGNATURE in step.produces:
        if has_draft:
            yield Act.APPROVE
    elif has_draft or Product.DRAFT not in step.produces:
        yield Act.COMPLETE


def _ending(standing: Standing) -> Iterator[Act]:
    if standing.allows("return_result") and standing.roles & _RETURNING:
        yield Act.RETURN
    if standing.allows("stop") and standing.roles & _STOPPING and not standing.is_being_signed:
        yield Act.STOP
