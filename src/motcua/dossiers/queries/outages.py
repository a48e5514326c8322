"""Declared outages: which last, whom they cover, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.dossiers.errors import OutageNotFound
from motcua.dossiers.models import Outage, Pause
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.kernel.caching import remembered
from motcua.kernel.composed import composed
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class OutageNow:
    """A declared outage that is not over: whose it is, from when, till when if that is known.

    `agency_id` is None for one of the whole node.
    """

    agency_id: int | None
    unit_paths: tuple[str, ...]
    started_at: datetime
    planned_end_at: datetime | None
    reason: str
    legal_basis: str

    def covers(self, agency_id: int, unit_path: str) -> bool:
        """Say whether a unit of an agency is concerned."""
        if self.agency_id is None:
            return True
        return agency_id == self.agency_id and _within(self.unit_paths, (unit_path,))

    def lasts(self, now: datetime) -> bool:
        """Say whether it lasts at a moment."""
        is_over = self.planned_end_at is not None and self.planned_end_at <= now
        return self.started_at <= now and not is_over


@remembered(5)
def outages_not_over() -> tuple[OutageNow, ...]:
    """Give what lasts or was announced, as of at most some seconds ago: few, on every node."""
    rows = Outage.objects.declared().filter(ended_at=None).order_by("started_at", "pk")
    return tuple(
        OutageNow(
            None if row.whole_node else row.agency_id,
            tuple(row.unit_paths),
            row.started_at,
            row.planned_end_at,
            row.reason,
            row.legal_basis,
        )
        for row in rows
    )


def outage_over(agency_id: int, unit_path: str, now: datetime) -> OutageNow | None:
    """Give the outage that lasts at an agency's unit, if one does."""
    return next((one for one in _of(agency_id, unit_path) if one.lasts(now)), None)


def outage_ahead(agency_id: int, unit_path: str, now: datetime) -> OutageNow | None:
    """Give the next outage that is announced for an agency's unit, if one is."""
    return next((one for one in _of(agency_id, unit_path) if one.started_at > now), None)


def outage_at_offering(offering_id: int, now: datetime) -> OutageNow | None:
    """Give the outage that lasts where a procedure is received, if one does."""
    card = offering(offering_id)
    return outage_over(card.agency_id, card.receiving.path, now)


def _of(agency_id: int, unit_path: str) -> Iterator[OutageNow]:
    return (one for one in outages_not_over() if one.covers(agency_id, unit_path))


def lasting_over(dossier: Dossier, moment: datetime) -> list[Outage]:
    """Give the declared outages that cover a dossier and last at a moment."""
    rows = _lasting(moment=moment, agency=dossier.agency_id)
    return [row for row in rows if covers(row, dossier)]


@composed
def _lasting(moment: Any, agency: Any) -> QuerySet[Outage]:
    """Give the declared outages of an agency that last at a moment: asked at every acceptance."""
    return Outage.objects.lasting_at(moment).at_agency(agency)


def covers(outage: Outage, dossier: Dossier) -> bool:
    """Say whether an outage is of the unit that received a dossier or has it in hand."""
    return outage.whole_node or _within(outage.unit_paths, (dossier.unit_path, dossier.step_path))


def reason_of(outage: Outage) -> str:
    """Say why clocks stand still, as the clock of a dossier shows it."""
    return f"{outage.reason} ({outage.legal_basis})"[:300]


def outage_reason(dossier: Dossier) -> str:
    """Say which outage a dossier's clock stands still for, where nobody waits for its applicant."""
    if dossier.state in WAITING_FOR_CITIZEN:
        return ""
    lasting = Pause.objects.filter(dossier=dossier, ended_at=None, outage__isnull=False)
    reason = lasting.order_by("started_at").values_list("reason", flat=True).first()
    return _("Sự cố đã công bố: %(reason)s") % {"reason": reason} if reason else ""


def outages_of(agency_id: int) -> list[Outage]:
    """Give every outage that was asked for of an agency, or of the whole node; the latest first."""
    rows = Outage.objects.at_agency(agency_id)
    return list(rows.select_related("asked_by", "agreed_by", "refused_by", "end_by"))


def outages_asked(agency_id: int) -> int:
    """Count what was asked for of an agency and no second person agreed to or refused yet."""
    return Outage.objects.filter(agency=agency_id, agreed_at=None, refused_at=None).count()


def _within(unit_paths: Iterable[str], paths: Iterable[str]) -> bool:
    wanted = tuple(unit_paths)
    return not wanted or any(path.startswith(wanted) for path in paths)


def outage_for(agency_id: int, public_id: UUID) -> Outage:
    """Give an outage of an agency. Raises `OutageNotFound`."""
    named = ("agency", "asked_by", "agreed_by", "refused_by", "end_by", "called_off_by")
    rows = Outage.objects.select_related(*named)
    found = rows.at_agency(agency_id).filter(public_id=public_id).first()
    if found is None:
        raise OutageNotFound
    return found
