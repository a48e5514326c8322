"""What the made-up stage cannot show: that the agency itself has people in each role, and a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from motcua.agencies.enums import Role
from motcua.agencies.queries import postings_at
from motcua.kernel.clock import civil_date
from motcua.procedures.errors import RoleWithoutUnit
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.procedures.base.packs import Pack
    from motcua.procedures.queries import OfferingCard
    from motcua.proving.base.outcomes import Outcome


def check_readiness(pack: Pack, card: OfferingCard, outcome: Outcome, *, now: datetime) -> None:
    """Name the roles of the process that nobody plays at the agency today, and a key that lacks."""
    held = postings_at(card.agency_id, civil_date(now))
    for role in sorted({str(step.role) for step in pack.process.steps}):
        try:
            unit = card.unit_of(role)
        except RoleWithoutUnit as refusal:
            outcome.refused(f"agency.{role}", refusal)
            continue
        if not any(p.role == role and p.covers(card.agency_id, unit.path) for p in held):
            with translation.override("vi"):
                label = str(Role(role).label)
            outcome.fail(
                f"agency.{role}",
                f"Hôm nay cơ quan không có ai giữ vai “{label}” ở đơn vị được giao.",
                f"Today nobody at the agency plays “{role}” in the unit that has to.",
            )
    if signing_key(agency_id=card.agency_id, at=now) is None:
        outcome.fail(
            "agency.key",
            "Cơ quan chưa có khóa ký số đang dùng được nên chưa ký được kết quả.",
            "The agency has no usable key, so that it cannot sign results.",
        )
