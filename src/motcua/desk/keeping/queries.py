"""Whose a phrase or a view may be, and what a first day holds, read from its file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from motcua.agencies.queries import agency_name, unit_name
from motcua.dossiers.queries.keeping import ticks_of, writes_phrases
from motcua.dossiers.queries.scopes import in_sight

if TYPE_CHECKING:
    from motcua.kernel.actors import Actor, Power

_FILE = Path(__file__).parent / "first_days.yaml"


@dataclass(frozen=True, slots=True)
class FirstThing:
    """One thing to do on a first day: what, why, where it is done, and whether it was."""

    code: str
    title: str
    text: str
    address: str
    is_done: bool


def places_of_phrases(actor: Actor, language: str) -> list[tuple[str, str]]:
    """Give (key, name) of the agencies and units whose phrases an official writes."""
    found: dict[str, str] = {}
    writing = writes_phrases(actor)
    for agency in sorted(writing):
        found[f"{agency}:"] = agency_name(agency, language)
    for power in _handling(actor):
        unit = unit_of(power)
        if unit is not None and power.agency_id in writing:
            found[f"{power.agency_id}:{unit}"] = unit_name(unit, language)
    return list(found.items())


def place_of(key: str) -> tuple[int, int | None]:
    """Read the agency and unit of a key."""
    agency, _, unit = key.partition(":")
    return int(agency), int(unit) if unit else None


def sharing_power(actor: Actor) -> Power | None:
    """Give the power whose unit an official shares his views with: his own first one."""
    return next(iter(_handling(actor)), None)


def unit_of(power: Power) -> int | None:
    """Give the id of the unit a power is held in; None for the whole agency."""
    parts = [part for part in power.unit_path.split("/") if part]
    return int(parts[-1]) if parts else None


def first_day_of(actor: Actor, language: str) -> tuple[FirstThing, ...]:
    """Give the things of an official's first day by his roles, with what he has done of them."""
    roles = {power.role for power in actor.powers if power.behalf is None}
    done = ticks_of(actor)
    return tuple(
        FirstThing(
            code=row["code"],
            title=row["title"][language],
            text=row["text"][language],
            address=row.get("address", ""),
            is_done=row["code"] in done,
        )
        for row in _things()
        if "everybody" in row["roles"] or roles & set(row["roles"])
    )


@cache
def _things() -> list[dict[str, Any]]:
    return list(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def _handling(actor: Actor) -> list[Power]:
    return [power for power in in_sight(actor.powers) if power.behalf is None]
