"""Closing a day: an agency's takings are counted once it is over, and only while they add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.payments.errors import DayNotOver, DayNotReconciled, LedgerWrong
from motcua.payments.models import DayClosing
from motcua.payments.queries.returns import gone_twice_on
from motcua.payments.queries.statements import standing_of
from motcua.payments.queries.takings import faults_of, orders_paid_on, takings_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def close_day(*, actor: Actor, agency_id: int, day: date, now: datetime) -> DayClosing:
    """Count an agency's day and close it; a second call gives the closing that is there.

    Raises `NotAllowed` for anybody but its accountants and the node, `DayNotOver`, `LedgerWrong`
    while something does not add up, with what, and `DayNotReconciled` while the statement of a
    provider that the node reads lacks or differs: nothing is closed then. Providers without any are
    named in the closing.
    """
    if actor.kind != "system":
        actor.require_role(Role.ACCOUNTANT, agency_id=agency_id)
    if day >= civil_date(now):
        raise DayNotOver
    closed = DayClosing.objects.filter(agency_id=agency_id, day=day).first()
    if closed is not None:
        return closed
    # Money that comes meanwhile would be in one of two figures that are compared.
    list(orders_paid_on(agency_id, day).select_for_update())
    if faults := faults_of(agency_id, day):
        raise LedgerWrong(faults=[list(fault) for fault in faults])
    takings = takings_of(agency_id, day)
    standing = standing_of({line.provider for line in takings.lines}, day)
    if behind := [one.provider for one in standing if not one.lets_close]:
        raise DayNotReconciled(providers=behind)
    closing, made = DayClosing.objects.get_or_create(
        agency_id=agency_id,
        day=day,
        defaults={
            "bookings": takings.bookings,
            "taken": takings.taken,
            "returned": takings.returned,
            "twice": gone_twice_on(agency_id, day),
            "lines": takings.as_rows(),
            "unchecked": [one.provider for one in standing if not one.is_read],
            "closed_by": actor.official_id,
            "closed_at": now,
        },
    )
    if made:
        act = audit.Act(
            "payments.close_day",
            ("day", day.isoformat()),
            agency_id,
            data={
                "taken": closing.taken,
                "returned": closing.returned,
                "twice": closing.twice,
            },
        )
        audit.record_all([act], actor=actor, now=now)
    return closing
