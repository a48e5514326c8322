"""Writing down that somebody took a list of receipts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


def note_export(
    *, actor: Actor, agency_id: int, period: tuple[date, date], kind: str, now: datetime
) -> None:
    """Record that an accountant takes out the receipts of some days, as `xml` or `csv`.

    Raises `NotAllowed`.
    """
    actor.require_role(Role.ACCOUNTANT, agency_id=agency_id)
    since, until = period
    audit.record(
        actor=actor,
        action="receipts.export",
        subject=("agency", str(agency_id)),
        agency_id=agency_id,
        now=now,
        data={"since": since, "until": until, "kind": kind},
    )
