"""The stage of a trial: an agency with its people, a citizen, and an offering, all made up.

Nothing that is there already is touched, so that real filings wait for nobody and no number is
used up. Only within a transaction that is undone.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from motcua.agencies.actions.officials import OfficialFacts, appoint_official, post_official
from motcua.agencies.actions.structure import (
    AgencyFacts,
    UnitFacts,
    open_unit,
    register_agency,
)
from motcua.agencies.enums import AgencyKind, Role
from motcua.identity.actions import PersonFacts, open_account, register_person
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.clock import civil_date
from motcua.procedures.actions import OfferingFacts
from motcua.procedures.actions.rehearsing import rehearse_offering
from motcua.signatures.actions import issue_passing_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from motcua.agencies.models import Agency, Unit
    from motcua.kernel.models import StoredFile
    from motcua.procedures.base.packs import Pack

_UNITS: Mapping[str, tuple[str, ...]] = {
    "Một cửa": (Role.RECEPTIONIST, Role.CLERK, Role.ACCOUNTANT),
    "Chuyên môn": (Role.SPECIALIST, Role.HEAD),
    "Lãnh đạo": (Role.LEADER,),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How the procedure is offered: ways of filing, and the province's own amounts."""

    channels: Sequence[str]
    fee_overrides: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Who and what a trial has: the offering, the citizen, and an official for each role.

    `files` are the pages kept so far, by the paper they are for.
    """

    offering_id: int
    agency: Agency
    units: Mapping[str, Unit]
    citizen: Actor
    officials: Mapping[str, Actor]
    files: dict[tuple[str, int], StoredFile] = field(default_factory=dict)

    @property
    def agency_id(self) -> int:
        """The agency's id."""
        return self.agency.pk


def set_stage(*, now: datetime) -> Stage:
    """Make up an agency with its people, and a citizen; nothing is offered there yet."""
    day = civil_date(now)
    token = secrets.token_hex(6)
    facts = AgencyFacts(f"H00.{token}", AgencyKind.OTHER, "Cơ quan thử", is_invented=True)
    agency = register_agency(actor=SYSTEM, facts=facts, now=now, valid_from=day)
    issue_passing_key(agency=agency, now=now)
    units = _units(agency, day, now)
    return Stage(
        offering_id=0,
        agency=agency,
        units=units,
        citizen=_citizen(token, now),
        officials={
            role: _official(agency, unit, role, day=day, now=now) for role, unit in units.items()
        },
    )


def offering_on(stage: Stage, pack: Pack, terms: Terms, *, now: datetime) -> Stage:
    """Let the agency of a stage offer a pack on some terms; give the stage of its trial."""
    units = {role: unit.pk for role, unit in stage.units.items()}
    facts = OfferingFacts(units, terms.fee_overrides, terms.channels)
    offered = rehearse_offering(pack=pack, agency=stage.agency, facts=facts, now=now)
    return replace(stage, offering_id=offered, files={})


def _units(agency: Agency, day: date, now: datetime) -> dict[str, Unit]:
    by_role: dict[str, Unit] = {}
    for number, (name, roles) in enumerate(_UNITS.items()):
        facts = UnitFacts(f"T{number}", name)
        unit = open_unit(actor=SYSTEM, agency=agency, facts=facts, now=now, valid_from=day)
        by_role |= dict.fromkeys(roles, unit)
    return by_role


def _official(agency: Agency, unit: Unit, role: str, *, day: date, now: datetime) -> Actor:
    facts = OfficialFacts(role, "Cán bộ thử", is_invented=True)
    official = appoint_official(actor=SYSTEM, agency=agency, facts=facts, now=now, valid_from=day)
    post_official(actor=SYSTEM, official=official, unit=unit, role=role, now=now, valid_from=day)
    powers = (Power(role, agency.pk, unit.path),)
    return Actor(kind="official", official_id=official.pk, powers=powers)


def _citizen(token: str, now: datetime) -> Actor:
    email = f"thu.{token}@example.invalid"
    facts = PersonFacts(full_name="Người Thử Nghiệm", email=email)
    person = register_person(actor=SYSTEM, facts=facts, now=now, is_invented=True)
    account = open_account(actor=SYSTEM, person=person, email=email, password=None, now=now)
    return actor_for(account, now)
