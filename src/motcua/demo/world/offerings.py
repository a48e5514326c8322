"""What the wards and their police offer: the three shipped procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.demo.world.agencies import SINCE, WARDS, Built
from motcua.kernel.actors import SYSTEM
from motcua.procedures.actions import OfferingFacts, open_offering
from motcua.signatures.actions import issue_agency_certificate, make_demo_authority

if TYPE_CHECKING:
    from datetime import datetime

BIRTH, RESIDENCE, BUSINESS = "1.001193", "1.004222", "1.001612"


def build_offerings(built: Built, now: datetime) -> None:
    """Open the offerings, and give every agency that offers something a key to sign with."""
    make_demo_authority(actor=SYSTEM, now=now)
    for key in WARDS.values():
        _offer(built, key, BIRTH, "TP", now)
        _offer(built, key, BUSINESS, "KT", now)
        _offer(built, f"ca-{key}", RESIDENCE, "CT", now)
        for agency in (key, f"ca-{key}"):
            issue_agency_certificate(actor=SYSTEM, agency=built.agencies[agency], now=now)


def _offer(built: Built, key: str, code: str, expert: str, now: datetime) -> None:
    units = dict.fromkeys(("specialist", "head"), built.units[key, expert].pk)
    desk = built.units[key, "MC"].pk
    units |= {"receptionist": desk, "clerk": desk, "accountant": desk}
    units["leader"] = built.units[key, "LD"].pk
    open_offering(
        actor=SYSTEM,
        agency=built.agencies[key],
        procedure_code=code,
        facts=OfferingFacts(units),
        opened_from=SINCE,
        now=now,
    )
