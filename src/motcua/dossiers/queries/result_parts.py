"""Parts of the result that were returned already, for their applicant and for officials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.enums import FeeState
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import ResultPart
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.models import StoredFile


@dataclass(frozen=True, slots=True)
class PartShown:
    """One of several results: its name, and since when it is signed; None while it is not."""

    public_id: UUID
    name: str
    approved_at: datetime
    signed_at: datetime | None


def parts_of(dossier: Dossier, *, signed_only: bool = True) -> tuple[PartShown, ...]:
    """Give the parts of a result, in order; those not yet signed to officials alone."""
    rows = ResultPart.objects.filter(dossier=dossier)
    if signed_only:
        rows = rows.filter(signed_at__isnull=False)
    return tuple(PartShown(row.public_id, row.name, row.approved_at, row.signed_at) for row in rows)


def fees_hold_part(dossier: Dossier, now: datetime) -> bool:
    """Say whether a part waits for fees that are due by now, by the rule of the day.

    What is due at return is due with the last result: it holds no part back.
    """
    waits = rule_on("part-waits", civil_date(now)).value["for_what_is_due"]
    return bool(waits) and dossier.fee_state == FeeState.DUE


def part_file(dossier: Dossier, public_id: UUID) -> StoredFile:
    """Give the signed paper of a part. Raises `DossierNotFound` before it is signed."""
    row = (
        ResultPart.objects.filter(dossier=dossier, public_id=public_id)
        .select_related("pdf__blob")
        .first()
    )
    if row is None or row.pdf is None:
        raise DossierNotFound
    return row.pdf
