"""The day's hand-over: which dossiers the one door gave to which unit, to be signed on paper."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.agencies.enums import Role
from motcua.agencies.queries import letterhead
from motcua.dossiers.models import StepRun, Transition
from motcua.dossiers.queries.scopes import in_units
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.clock import civil, civil_date
from motcua.kernel.errors import NotAllowed
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from motcua.kernel.actors import Actor

_HANDING = frozenset({Role.RECEPTIONIST, Role.CLERK, Role.HEAD, Role.LEADER})
_LANGUAGE = "vi"


def hand_over_list(actor: Actor, on: date, now: datetime) -> bytes:
    """Set the list of what one's one door handed over on a day, by taking unit, with room to sign.

    Raises `NotAllowed` for who receives and returns nothing there.
    """
    powers = [power for power in actor.powers if power.role in _HANDING]
    if actor.kind != "official" or not powers:
        raise NotAllowed
    begins = datetime.combine(on, time(), tzinfo=civil(now).tzinfo)
    moves = (
        Transition.objects.filter(
            in_units(powers, of="dossier__"),
            action="hand_over",
            at__gte=begins,
            at__lt=begins + timedelta(days=1),
        )
        .select_related("dossier__agency", "official")
        .order_by("at", "pk")
    )
    agency = letterhead(powers[0].agency_id)
    data: dict[str, Any] = {
        "title": "Danh sách bàn giao hồ sơ",
        "demo": settings.DEMO,
        "agency": {"parent": agency.parent, "name": agency.name},
        "place": agency.place,
        "date": civil_date(now).isoformat(),
        "day": on.isoformat(),
        "groups": _groups(list(moves)),
    }
    return render_pdf("slips/handover.typ", data, at=now)


def _groups(moves: Sequence[Transition]) -> list[dict[str, Any]]:
    """Group the moves by the unit that took them, in the order of the first."""
    begun = StepRun.objects.filter(
        dossier__in=[move.dossier_id for move in moves], started_at__in={one.at for one in moves}
    ).select_related("unit", "taking_over__official")
    takers = {(run.dossier_id, run.started_at): run for run in begun.order_by("-pk")}
    groups: dict[str, list[dict[str, str]]] = {}
    for move in moves:
        run = takers.get((move.dossier_id, move.at))
        unit = run.unit if run else None
        rows = groups.setdefault(unit.name_in(_LANGUAGE) if unit else "–", [])
        rows.append(
            {
                "code": move.dossier.code,
                "applicant": move.dossier.applicant_name,
                "procedure": procedure_name(move.dossier, _LANGUAGE),
                "giver": move.official.full_name if move.official else "",
                "at": f"{civil(move.at):%H:%M}",
                "taken": _signed_for(run),
            }
        )
    return [{"unit": unit, "rows": rows} for unit, rows in groups.items()]


def _signed_for(run: StepRun | None) -> str:
    """Say who of the taking unit signed for a dossier and when; empty where nobody has yet."""
    taken = getattr(run, "taking_over", None)
    if taken is None:
        return ""
    said = f"{taken.official.full_name}, {civil(taken.at):%H:%M}"
    return f"{said} ({taken.remark})" if taken.remark else said
