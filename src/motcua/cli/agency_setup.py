"""Write a planned agency: identifiers, hours, units, counters, first administrators.

Imported once Django is set up.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.actions import (
    appoint_official,
    load_places,
    open_unit,
    post_official,
    register_agency,
    seed_calendar,
    set_working_hours,
)
from motcua.agencies.actions.calendar import Stretch
from motcua.agencies.actions.counters import open_counter
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.enums import Role
from motcua.agencies.queries.finding import agency_of_code, has_others, place_on
from motcua.cli.speech import Refused
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.notifications.actions import seed_quiet_hours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.agencies.models import Agency, Unit
    from motcua.cli.agency_plan import AdministratorPlan, AgencyPlan, UnitPlan

_SAME_NAMES = ("code", "kind", "name", "name_en", "address", "phone", "email")
_BYTES_OF_PASSWORD = 12


@transaction.atomic
def set_up(plan: AgencyPlan, *, now: datetime) -> tuple[str, ...]:
    """Write everything or nothing; give the first password of each administrator.

    Raises `CodeTaken` when the agency is there already, `EmailTaken`, and Refused for a place or an
    agency above that there is not, and for a second agency without one above.
    """
    load_places()
    seed_calendar()
    seed_quiet_hours()
    agency = _register(plan, now)
    units = _open_units(agency, plan.units, None, now)
    return tuple(_appoint(given, agency, units[0], now) for given in plan.administrators)


def _register(plan: AgencyPlan, now: datetime) -> Agency:
    today = civil_date(now)
    place = place_on(plan.place, today)
    if place is None:
        raise Refused(
            f"Không có đơn vị hành chính mã {plan.place}.", f"There is no place {plan.place}."
        )
    facts = AgencyFacts(**{name: getattr(plan, name) for name in _SAME_NAMES})
    agency = register_agency(
        actor=SYSTEM, facts=facts, now=now, valid_from=today, place=place, parent=_above(plan)
    )
    stretches = [
        Stretch(weekday, shift.opens, shift.closes)
        for shift in plan.hours
        for weekday in shift.weekdays
    ]
    if stretches:  # without any, the national hours hold
        set_working_hours(
            actor=SYSTEM, agency=agency, stretches=stretches, valid_from=today, now=now
        )
    return agency


def _above(plan: AgencyPlan) -> Agency | None:
    """Give the agency above; only the first agency of a node has none, for that one runs it."""
    if plan.parent:
        found = agency_of_code(plan.parent)
        if found is None:
            raise Refused(
                f"Không có cơ quan mã {plan.parent}.", f"There is no agency {plan.parent}."
            )
        return found
    if has_others(plan.code):
        raise Refused(
            "Hệ thống này đã có cơ quan điều hành; hãy ghi mã cơ quan cấp trên (parent).",
            "An agency runs this node already; say which agency stands above (parent).",
        )
    return None


def _open_units(
    agency: Agency, plans: Sequence[UnitPlan], parent: Unit | None, now: datetime
) -> list[Unit]:
    """Open units, their counters and those below; give the topmost ones."""
    opened: list[Unit] = []
    for plan in plans:
        unit = open_unit(
            actor=SYSTEM,
            agency=agency,
            facts=UnitFacts(plan.code, plan.name, plan.name_en),
            now=now,
            valid_from=civil_date(now),
            parent=parent,
        )
        for each in plan.counters:
            open_counter(actor=SYSTEM, unit=unit, code=each.code, name=each.name, now=now)
        _open_units(agency, plan.units, unit, now)
        opened.append(unit)
    return opened


def _appoint(given: AdministratorPlan, agency: Agency, unit: Unit, now: datetime) -> str:
    today = civil_date(now)
    facts = OfficialFacts(given.staff_code, given.full_name, given.title, given.email)
    official = appoint_official(actor=SYSTEM, agency=agency, facts=facts, now=now, valid_from=today)
    post_official(
        actor=SYSTEM,
        official=official,
        unit=unit,
        role=Role.ADMINISTRATOR,
        now=now,
        valid_from=today,
    )
    password = secrets.token_urlsafe(_BYTES_OF_PASSWORD)
    open_official_account(
        actor=SYSTEM, official=official, email=given.email, now=now, password=password
    )
    return password
