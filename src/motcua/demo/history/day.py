"""One day of one agency: who files, who acts, and at what hour."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from motcua.agencies.queries import working_calendar
from motcua.demo.history.acting import act
from motcua.demo.history.effects import at_once
from motcua.demo.history.filing import file_one
from motcua.dossiers.models import Dossier
from motcua.kernel.calendar import is_working_day
from motcua.kernel.clock import ZONE

if TYPE_CHECKING:
    from motcua.demo.history.cast import Cast

_OPENS, _CLOSES = time(7, 30), time(16, 50)
_MOST_ACTS = 12
WAITING = "waiting"
"""Under this name a day counts the dossiers that were open on it."""


def play_day(cast: Cast, day: date, filings: int, seed: int, until: datetime) -> Counter[str]:
    """Play a day of an agency up to a moment; give how often each act was done.

    `filings` dossiers are filed at any waking hour; officials act in working hours only.
    """
    rng = Random(f"{seed}:{cast.agency.code}:{day}")  # noqa: S311 - a play, no secrets
    done: Counter[str] = Counter()
    for moment in _moments(rng, day, time(6, 30), time(21, 30), filings):
        if moment < until:
            _file(cast, rng, moment)
            done["submit"] += 1
    if not is_working_day(day, working_calendar(cast.agency.pk)):
        return done
    begun = datetime.combine(day, time(0), ZONE)
    waiting = Dossier.objects.filter(
        agency=cast.agency, is_open=True, submitted_at__lt=begun + timedelta(days=1)
    ).order_by("due_at", "id")
    found = list(waiting)
    done[WAITING] = len(found)
    for dossier in found:
        _work(cast, rng, dossier, (max(dossier.submitted_at, begun), until), done)
    return done


def _file(cast: Cast, rng: Random, moment: datetime) -> None:
    actor = rng.choice(cast.citizens)
    offering_id, _code = rng.choice(cast.offerings)
    with at_once(cast.agency.pk, moment):
        file_one(actor=actor, offering_id=offering_id, rng=rng, now=moment)


def _work(
    cast: Cast,
    rng: Random,
    dossier: Dossier,
    between: tuple[datetime, datetime],
    done: Counter[str],
) -> None:
    """Let a dossier make its way through the rest of the day."""
    since, until = between
    day = since.astimezone(ZONE).date()
    moment = max(since, datetime.combine(day, _OPENS, ZONE))
    closing = min(datetime.combine(day, _CLOSES, ZONE), until)
    for number in range(_MOST_ACTS):
        moment += timedelta(minutes=rng.randrange(4, 70), seconds=rng.randrange(60))
        if moment >= closing or rng.random() > cast.diligence:
            return
        with at_once(cast.agency.pk, moment):
            if number:
                dossier = Dossier.objects.get(pk=dossier.pk)
            name = act(cast, rng, dossier, moment)
        if not name:
            return
        done[name] += 1


def _moments(rng: Random, day: date, start: time, end: time, count: int) -> list[datetime]:
    first = datetime.combine(day, start, ZONE)
    seconds = int((datetime.combine(day, end, ZONE) - first).total_seconds())
    return sorted(first + timedelta(seconds=rng.randrange(seconds)) for _ in range(count))
