"""Tracking without signing in: a code and four digits open the step, the unit and the date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from motcua.dossiers.models import Dossier
from motcua.kernel.caching import remembered
from motcua.kernel.codes import dossier_code
from motcua.kernel.sealed import blind_index, is_indexed

if TYPE_CHECKING:
    from datetime import datetime

KIND = "dossier.tracking"
# A number that no agency reaches on a New Year's day: the example is nobody's dossier.
_SOME_AGENCY, _SOME_DAY, _SOME_NUMBER = "H26.12", date(2026, 1, 1), 1234


@dataclass(frozen=True, slots=True)
class Tracked:
    """What anybody with code and digits sees: no names, no answers."""

    code: str
    procedure_code: str
    version_id: int
    agency: str
    state: str
    step_code: str
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    dossier: Dossier


@remembered(3600)
def example_code() -> str:
    """Write a code in the shape that this node's dossiers have, as an example on pages."""
    agency = Dossier.objects.order_by("pk").values_list("agency__code", flat=True).first()
    return dossier_code(agency or _SOME_AGENCY, _SOME_DAY, _SOME_NUMBER)


def tracking_digest(public_id: object, last_four: str) -> bytes:
    """Give the blind index of a dossier and four digits, to be kept with it."""
    return blind_index(KIND, f"{public_id}{last_four}")


def is_filers(dossier: Dossier, last_four: str) -> bool:
    """Say whether four signs are those of the filer of a dossier."""
    return is_indexed(KIND, f"{dossier.public_id}{last_four}", dossier.tracking)


def of_code(code: str) -> Dossier | None:
    """Give a dossier by its code, for whoever runs the node; None where there is none."""
    return Dossier.objects.filter(code=code.strip().upper()).first()


def tracked(code: str, last_four: str) -> Tracked | None:
    """Find a dossier by code and four digits of its filer's number or phone.

    A wrong code costs the same work as wrong digits, so that neither status nor time tells them
    apart.
    """
    dossier = Dossier.objects.select_related("agency").filter(code=code.strip().upper()).first()
    if not is_filers(dossier or Dossier(), last_four) or dossier is None:
        return None
    return Tracked(
        code=dossier.code,
        procedure_code=dossier.procedure_code,
        version_id=dossier.version_id,
        agency=dossier.agency.name,
        state=dossier.state,
        step_code=dossier.step_code,
        submitted_at=dossier.submitted_at,
        accepted_at=dossier.accepted_at,
        due_at=dossier.appointed_at,
        finished_at=dossier.finished_at,
        closed_at=dossier.closed_at,
        dossier=dossier,
    )
