"""The queues of a working day: which a role has, and which dossiers stand in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import records_of
from motcua.dossiers.base.sensitive import SECONDS
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, Mention, Proposal
from motcua.dossiers.queries.agreeing_by_step import ended_by_own_step
from motcua.dossiers.queries.scopes import (
    NOTHING,
    at_work,
    in_sight,
    in_units,
    lent,
    side_by_side,
    visible_to,
)
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.kernel.clock import civil
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor, Power

RECENTLY = timedelta(days=30)
IN_PROCESS = (State.ACCEPTED, State.IN_PROCESS)
"""States in which the promised time runs: what is overdue is a part of what is in process."""
LOOKING_ON = (Role.LEADER, Role.HEAD, Role.AUDITOR)
"""Roles that look at their units as a whole."""


class Queue(TextChoices):
    """A list of dossiers that an official works through, or that stands behind a figure."""

    RECEIVING = "receiving", _("Chờ tiếp nhận")
    HANDOVER = "handover", _("Chờ chuyển xử lý")
    MINE = "mine", _("Việc của tôi")
    SIGNING = "signing", _("Chờ ký")
    RETURNING = "returning", _("Chờ trả kết quả")
    UNIT = "unit", _("Đơn vị tôi đang xử lý")
    WAITING = "waiting", _("Chờ công dân")
    LATE = "late", _("Quá hạn")
    MENTIONED = "mentioned", _("Nhắc đến tôi")
    AGREEING = "agreeing", _("Chờ tôi đồng ý")
    RECENT = "recent", _("Đã xong gần đây")
    ALL = "all", _("Tất cả hồ sơ")
    # Behind the figures of the leader's page.
    RECEIVED = "received", _("Đã nhận trong tháng")
    SETTLED = "settled", _("Đã giải quyết trong tháng")


QUIET = frozenset({Queue.MENTIONED, Queue.AGREEING})
"""Queues that are shown only where something stands in them."""
_EVERYBODY = (*sorted(QUIET), Queue.UNIT, Queue.WAITING, Queue.LATE, Queue.RECENT, Queue.ALL)
_OF_ROLE: dict[str, tuple[Queue, ...]] = {
    Role.RECEPTIONIST: (Queue.RECEIVING, Queue.HANDOVER, Queue.RETURNING),
    Role.SPECIALIST: (Queue.MINE,),
    Role.HEAD: (Queue.MINE,),
    Role.CLERK: (Queue.RETURNING,),
    Role.ACCOUNTANT: (Queue.MINE,),
    Role.LEADER: (Queue.SIGNING,),
}
_BEHIND_FIGURES = (Queue.RECEIVED, Queue.SETTLED)
COUNTED = frozenset(Queue) - {Queue.RECENT, Queue.ALL, *_BEHIND_FIGURES}
"""Queues whose number says how much is to be done."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a queue is sorted: a moment that all its dossiers have, then the order of filing."""

    field: str
    newest_first: bool = False


_ORDER: dict[Queue, Order] = {
    # Nothing is promised before acceptance, and nothing runs while the citizen is waited for:
    # whoever has waited longest comes first.
    Queue.RECEIVING: Order("submitted_at"),
    Queue.WAITING: Order("submitted_at"),
    Queue.RECENT: Order("closed_at", newest_first=True),
    Queue.ALL: Order("submitted_at", newest_first=True),
    Queue.MENTIONED: Order("submitted_at"),
    Queue.AGREEING: Order("submitted_at"),
    Queue.RECEIVED: Order("submitted_at", newest_first=True),
    Queue.SETTLED: Order("finished_at", newest_first=True),
}
_BY_URGENCY = Order("due_at")


def order_of(queue: Queue) -> Order:
    """Give how a queue is sorted: by the promised time unless something else fits better."""
    return _ORDER.get(queue, _BY_URGENCY)


def queues_of(actor: Actor) -> tuple[Queue, ...]:
    """Give the queues of an official's roles, the one he works from first; none to administrators.

    Raises `NotAllowed` for anybody who is no official in service.
    """
    if actor.kind != "official" or not actor.powers:
        raise NotAllowed
    roles = {power.role for power in in_sight(actor.powers)}
    own = {queue for role in roles for queue in _OF_ROLE.get(role, ())}
    return tuple(queue for queue in Queue if roles and (queue in own or queue in _EVERYBODY))


def may_open(actor: Actor, queue: Queue) -> bool:
    """Say whether a queue is an actor's to open; those behind figures are for who looks on."""
    if queue in _BEHIND_FIGURES:
        return looks_on(actor)
    return queue in queues_of(actor)


def standing_in(queue: Queue, actor: Actor, now: datetime) -> DossierQuerySet:
    """Give the dossiers that stand in an actor's queue at a moment, unsorted."""
    return _STANDING[queue](actor, now)


def month_of(now: datetime) -> datetime:
    """Give the moment the civil month began."""
    return civil(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def looks_on(actor: Actor) -> bool:
    """Say whether an official looks on some unit as a whole."""
    return actor.kind == "official" and any(power.role in LOOKING_ON for power in actor.powers)


def _received(actor: Actor, *states: State) -> DossierQuerySet:
    powers = [power for power in actor.powers if power.role in {Role.RECEPTIONIST, Role.CLERK}]
    return Dossier.objects.filter(in_units(powers), is_open=True, state__in=states)


def _steps(actor: Actor, *roles: Role) -> DossierQuerySet:
    """Give the steps that an official may take now: of his role and unit, his own or nobody's."""
    own = NOTHING
    for power in actor.powers:
        if power.role in roles:
            free = Q(official=None) | Q(official_id=actor.official_id)
            if power.behalf is not None:
                free |= Q(official_id=power.behalf)
            shown = Q(step_role=power.role, step_path__startswith=power.unit_path) & free
            beside = side_by_side(free, role=power.role, unit__path__startswith=power.unit_path)
            own |= Q(agency_id=power.agency_id) & (shown | beside)
            if power.unit_path:
                own |= lent(power.agency_id, shown | beside)
    return Dossier.objects.filter(own, is_open=True, state=State.IN_PROCESS)


def _open(actor: Actor, *states: State) -> DossierQuerySet:
    units = in_units(at_work(actor.powers))
    return Dossier.objects.filter(units, is_open=True, state__in=states)


def _late(actor: Actor, now: datetime) -> DossierQuerySet:
    return _open(actor, *IN_PROCESS).filter(due_at__lt=now, paused_at=None)


def _recent(actor: Actor, now: datetime) -> DossierQuerySet:
    return visible_to(actor).filter(is_open=False, closed_at__gte=now - RECENTLY)


def _this_month(field: str) -> Callable[[Actor, datetime], DossierQuerySet]:
    def standing(actor: Actor, now: datetime) -> DossierQuerySet:
        units = in_units(at_work(actor.powers))
        return Dossier.objects.filter(units, **{f"{field}__gte": month_of(now)})

    return standing


def _mentioned(actor: Actor, _now: datetime) -> DossierQuerySet:
    # Found within the statement: it is composed once, and read many times.
    unseen = Mention.objects.filter(official_id=actor.official_id or -1, seen_at=None)
    return visible_to(actor).filter(pk__in=unseen.values("dossier_id"))


def _agreeing(actor: Actor, _now: datetime) -> DossierQuerySet:
    """Give what waits for a second person whom an actor may be, by his roles there or his step.

    Another record of who asked is not another person: he could only be refused. Nor does who stands
    in for the one who asked agree in that one's name.
    """
    proposed = Proposal.objects.filter(decided_at=None)
    own = NOTHING
    for power in in_sight(actor.powers):
        acts = [act for act, roles in SECONDS.items() if power.role in roles]
        if acts:
            asked = proposed.filter(act__in=acts, dossier__agency_id=power.agency_id)
            asked = asked.exclude(asked_by_id__in=_one_with(actor, power))
            own |= in_units([power]) & Q(pk__in=asked.values("dossier_id"))
    if ended := ended_by_own_step(actor):
        own |= Q(pk__in=sorted(ended))
    # Said of all once more: by an "or" of lists the planner would go through the whole agency.
    return Dossier.objects.filter(own, pk__in=proposed.values("dossier_id"))


def _one_with(actor: Actor, power: Power) -> frozenset[int]:
    """Give the records of an actor, and of whom he stands in for by a power."""
    known = {actor.official_id, power.behalf} - {None}
    return frozenset(one for number in known if number for one in records_of(number))


def one_with(actor: Actor) -> frozenset[int]:
    """Give whose proposals an actor's list of what waits for his agreement leaves out."""
    return frozenset[int]().union(*(_one_with(actor, power) for power in actor.powers))


_WORKERS = (Role.SPECIALIST, Role.HEAD, Role.CLERK, Role.ACCOUNTANT, Role.RECEPTIONIST)
_STANDING: dict[Queue, Callable[[Actor, datetime], DossierQuerySet]] = {
    Queue.RECEIVING: lambda actor, _now: _received(actor, State.FILED),
    Queue.HANDOVER: lambda actor, _now: _received(actor, State.ACCEPTED),
    Queue.MINE: lambda actor, _now: _steps(actor, *_WORKERS),
    Queue.SIGNING: lambda actor, _now: _steps(actor, Role.LEADER),
    Queue.RETURNING: lambda actor, _now: _received(actor, State.FINISHED),
    Queue.MENTIONED: _mentioned,
    Queue.AGREEING: _agreeing,
    Queue.UNIT: lambda actor, _now: _open(actor, *IN_PROCESS),
    Queue.WAITING: lambda actor, _now: _open(actor, *sorted(WAITING_FOR_CITIZEN)),
    Queue.LATE: _late,
    Queue.RECENT: _recent,
    Queue.ALL: lambda actor, _now: visible_to(actor),
    Queue.RECEIVED: _this_month("submitted_at"),
    Queue.SETTLED: _this_month("finished_at"),
}
