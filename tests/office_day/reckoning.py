"""What the day must have come to, reckoned from cast and journal, and how accounts differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office_day.cast import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.office_day.doors import Day

KINDS = ("received", "accepted", "on_time", "late", "ended")


def differences(expected: Mapping[object, object], found: Mapping[object, object]) -> list[str]:
    """Say where two accounts of the same differ."""
    keys = [*expected, *(key for key in found if key not in expected)]
    return [
        f"{key}: expected {expected.get(key)}, found {found.get(key)}"
        for key in keys
        if expected.get(key) != found.get(key)
    ]


def sums_expected(day: Day) -> dict[str, dict[str, int]]:
    """Reckon what each unit took in and left, from where each dossier stands in the cast."""
    sums = {unit: dict.fromkeys(KINDS, 0) for unit in ("MC", "CM")}
    for visitor in EVERYBODY:
        of = sums["CM" if day.journal_has(visitor, "hand_over") else "MC"]
        of["received"] += 1
        of["accepted"] += bool(visitor.promised)
        of["on_time"] += visitor.is_settled
        of["ended"] += visitor.code in {3, 7, 8}
    return sums
