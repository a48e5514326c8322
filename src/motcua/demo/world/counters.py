"""Counters of the demo's wards: two with card terminals, three kinds of service, two booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.actions.counters import open_counter, place_terminal
from motcua.counters.actions import let_sender_in, open_kind, plan_booking
from motcua.demo.scanner import SCANNER
from motcua.demo.world.agencies import ADMINISTERED, ADMINISTRATOR, WARDS
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.demo.world.agencies import Built

_COUNTERS = ("1", "2")
_KINDS = (
    ("A", "Hộ tịch, chứng thực", "Civil status, certification", 12),
    ("B", "Đất đai, xây dựng", "Land, construction", 15),
    ("C", "Trả kết quả", "Results", 4),
)
# Letters of the kinds that may be booked: minutes apart, people at a time.
_BOOKED = {"A": (15, 2), "B": (20, 1)}


def build_counters(built: Built, now: datetime) -> None:
    """Open the counters of every ward, and say what tickets are given for."""
    for key in WARDS.values():
        unit = built.units[key, "MC"]
        for code in _COUNTERS:
            counter = open_counter(actor=SYSTEM, unit=unit, code=code, name=f"Quầy {code}", now=now)
            machine = f"{unit.agency.code}-Q{code}"
            place_terminal(actor=SYSTEM, counter=counter, terminal=machine, now=now)
        for prefix, name, name_en, minutes in _KINDS:
            kind = open_kind(
                actor=SYSTEM,
                unit=unit,
                prefix=prefix,
                name=name,
                name_en=name_en,
                minutes=minutes,
                now=now,
            )
            if prefix in _BOOKED:
                apart, places = _BOOKED[prefix]
                plan_booking(
                    actor=SYSTEM,
                    kind=kind,
                    valid_from=civil_date(now),
                    minutes=apart,
                    places=places,
                    now=now,
                )
    _let_the_scanner_send(built, now)


def _let_the_scanner_send(built: Built, now: datetime) -> None:
    """Let the scanner at the first counter of the stage's ward send by e-mail."""
    keeper = next(one for one in built.officials[ADMINISTERED] if one.title == ADMINISTRATOR.title)
    counter = built.units[ADMINISTERED, "MC"].counters.order_by("code")[0]
    actor = actor_for(keeper.account, now)
    let_sender_in(actor=actor, counter=counter, address=SCANNER, now=now)
