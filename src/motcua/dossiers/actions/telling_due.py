"""Telling officials what falls due: a few dossiers by name, many by their number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from motcua.agencies.enums import Role
from motcua.agencies.queries.colleagues import holding
from motcua.dossiers.base.reminders import MANY, QUEUES, TEXTS, Reminder
from motcua.dossiers.models import StepRun
from motcua.kernel.clock import civil
from motcua.notifications.actions import Told, tell_officials

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

FEW: Final = 5
"""An official who is reminded of more dossiers than that at once gets one notice of all."""


@dataclass(frozen=True, slots=True)
class Named:
    """One dossier that fell due, as a notice names it."""

    dossier_id: int
    public_id: str
    code: str
    due: datetime
    clock: int


@dataclass(frozen=True, slots=True)
class Fallen:
    """Dossiers that fell due alike: so many in the same hands, the first few of them by name.

    `split` is the dossier whose steps several have in hand at once, alone in its group.
    """

    kind: str
    official_id: int | None
    step_path: str
    step_role: str
    split: int | None
    count: int
    named: tuple[Named, ...]


@dataclass(slots=True)
class _Heard:
    """What one official is to hear of one kind."""

    count: int = 0
    named: list[Named] = field(default_factory=list)


@dataclass(slots=True)
class _People:
    """Who is to be told at one agency, looked up once for each role and unit."""

    agency_id: int
    on: date
    known: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def holding(self, role: str, path: str) -> tuple[int, ...]:
        """Give the officials who hold a role over a unit."""
        key = (role, path)
        if key not in self.known:
            found = holding(role, self.agency_id, path, self.on)
            self.known[key] = tuple(one.official_id for one in found)
        return self.known[key]

    def heads(self, path: str) -> tuple[int, ...]:
        """Give the heads over a unit, or the leaders where it has none."""
        return self.holding(Role.HEAD, path) or self.holding(Role.LEADER, path)


def tell_of_due(
    fallen: Sequence[Fallen], *, agency_id: int, batch: str, on: date, now: datetime
) -> None:
    """Tell officials of one agency what fell due, in the transaction that notes it.

    `batch` names what is told together: the same again tells nobody anew.
    """
    people = _People(agency_id, on)
    hands = _hands_side_by_side([one.split for one in fallen if one.split is not None])
    heard: dict[str, dict[int, _Heard]] = {}
    for one in fallen:
        for official in _whom(one, people, hands.get(one.split or 0, ())):
            his = heard.setdefault(one.kind, {}).setdefault(official, _Heard())
            his.count += one.count
            his.named += one.named
    for kind, officials in heard.items():
        _tell_by_name(kind, officials, now)
        _tell_by_number(kind, officials, batch, now)


def _tell_by_name(kind: str, officials: Mapping[int, _Heard], now: datetime) -> None:
    told = [
        Told(
            official,
            f"{kind}:{one.dossier_id}:{one.clock}",
            one.public_id,
            {"code": one.code, "due": _in_words(one.due)},
        )
        for official, his in officials.items()
        if his.count <= FEW
        for one in his.named
    ]
    _tell(told, kind, "dossier", TEXTS[Reminder(kind)], now)


def _tell_by_number(kind: str, officials: Mapping[int, _Heard], batch: str, now: datetime) -> None:
    queue = str(QUEUES[Reminder(kind)])
    told = [
        Told(
            official,
            f"{kind}:{batch}",
            queue,
            {"count": his.count, "due": _in_words(min(one.due for one in his.named))},
        )
        for official, his in officials.items()
        if his.count > FEW
    ]
    _tell(told, kind, "queue", MANY[Reminder(kind)], now)


def _tell(told: list[Told], kind: str, subject: str, text: str, now: datetime) -> None:
    tell_officials(told, kind=f"dossiers.{kind}", subject_kind=subject, text=text, now=now)


def _whom(one: Fallen, people: _People, side_by_side: Iterable[int]) -> set[int]:
    """Give who is told: the official in hand, or who may take it; overdue the head as well."""
    heads = people.heads(one.step_path)
    if one.kind == Reminder.APOLOGY:
        return set(heads)
    in_hand = {one.official_id} if one.official_id else {*side_by_side}
    in_hand = in_hand or {*people.holding(one.step_role, one.step_path)} or {*heads}
    whom = in_hand | set(side_by_side)
    return whom | set(heads) if one.kind == Reminder.LATE else whom


def _hands_side_by_side(dossier_ids: Sequence[int]) -> dict[int, set[int]]:
    """Give who has steps of dossiers in hand that have several."""
    found: dict[int, set[int]] = {}
    rows = StepRun.objects.filter(dossier__in=dossier_ids, finished_at=None, official__isnull=False)
    pairs: Any = rows.values_list("dossier_id", "official_id") if dossier_ids else ()
    for dossier_id, official_id in pairs:
        found.setdefault(dossier_id, set()).add(official_id)
    return found


def _in_words(moment: datetime) -> str:
    return civil(moment).strftime("%d/%m/%Y %H:%M")
