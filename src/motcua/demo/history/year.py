"""Playing many days: the year before today at the first start, one more day at a click."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import connections
from django.db.models import Max

from motcua.demo.history.bookings import play_bookings
from motcua.demo.history.cast import casts
from motcua.demo.history.day import WAITING, play_day
from motcua.demo.history.effects import nobody_is_told
from motcua.dossiers.models import Transition
from motcua.insight.actions import recount
from motcua.kernel.clock import ZONE, civil_date
from motcua.payments.actions.booking import clearing
from motcua.ui.paper import SANDBOX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from motcua.demo.history.cast import Cast

DAYS = 365
DOSSIERS = 1400
SEED = 2026
# The last days are busier and slower than the year, so that every queue has work in it.
RECENT, RUSH, HASTE = 7, 4, 0.5
# What came in on these last days is left for whoever opens the demo.
UNTOUCHED, LEAST = 1, 2
_MOST_PROCESSES = 4
_OBJECTS_BEFORE_GARBAGE = 100_000
# More than the acts of a year are written in, so that each is prepared once.
_STATEMENTS = 500
_BANK = "bank"


def play_year(now: datetime, note: Callable[[str], None], *, dossiers: int = DOSSIERS) -> None:
    """Play the twelve months before now, agencies side by side in several processes.

    `note` hears how far it is. A year that was cut short is gone on with, each agency after the
    last day on which it did something. Agencies do not touch each other's rows, so that the outcome
    is the same in whatever order they are played.
    """
    everybody = casts(now)
    clearing(_BANK)  # the one row that all agencies would make
    rate = dossiers / ((DAYS + RECENT * (RUSH - 1)) * len(everybody))
    connections.close_all()  # a connection must not cross a fork
    # One more than cores, so that none idles while another process waits for the disk.
    workers = min((os.cpu_count() or 1) + 1, _MOST_PROCESSES)
    context = multiprocessing.get_context("fork")
    gc.freeze()
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_hurry) as pool:
        futures = [pool.submit(_play_apart, cast, now, rate) for cast in everybody]
        filed = 0
        try:
            for finished, future in enumerate(futures, 1):
                filed += future.result()["submit"]
                note(f"{finished}/{len(everybody)} · {filed}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    recount()


def play_today(now: datetime, note: Callable[[int, int, Counter[str]], None]) -> None:
    """Play the day of a moment up to it, agency by agency.

    `note` hears before the first and after each how many were played, of how many, and how often
    each act was done.
    """
    everybody, done = casts(now), Counter[str]()
    note(0, len(everybody), done)
    for played, cast in enumerate(everybody, 1):
        rng = Random(f"{SEED}:{civil_date(now)}:{cast.agency.code}")  # noqa: S311 - a play
        filings = rng.choice((0, 0, 1, 1, 2))
        done += play_day(cast, civil_date(now), filings, SEED, now)
        done.pop(WAITING, None)
        note(played, len(everybody), done)
    play_bookings(now)
    recount()


def _hurry() -> None:
    """Prepare a process of the pool, which is short-lived and makes many objects.

    It looks for garbage seldom. Acts need no savepoints in the one transaction that `at_once` gives
    each: nobody else writes the rows of an agency, and an act that fails fails as a whole.
    """
    gc.set_threshold(_OBJECTS_BEFORE_GARBAGE)
    connections["default"].features.uses_savepoints = False


def _play_apart(cast: Cast, now: datetime, rate: float) -> Counter[str]:
    """Play an agency's year in a process of the pool."""
    with connections["default"].cursor() as cursor:
        # A year that a crash cuts short is gone on with; waiting for the disk is not worth it.
        cursor.execute("SET synchronous_commit = off")
        cursor.connection.prepared_max = _STATEMENTS
    try:
        with SANDBOX.left():
            return play_agency(cast, now, rate)
    finally:
        connections.close_all()


def play_agency(cast: Cast, now: datetime, rate: float) -> Counter[str]:
    """Play an agency's year before now, `rate` dossiers a day; give how often each act was done.

    Days up to the last on which something happened are taken as played.
    """
    done: Counter[str] = Counter()
    played = _last_day_played(cast)
    waiting = 1 if played else 0
    with nobody_is_told():
        for day, filings, players in _days(cast, now, rate):
            if (played and day <= played) or not (filings or waiting):
                continue
            until = min(now, datetime.combine(day, time(23, 59), ZONE))
            today = play_day(players, day, filings, SEED, until)
            waiting = today.pop(WAITING, waiting + filings)
            done += today
    return done


def _days(cast: Cast, now: datetime, rate: float) -> Iterator[tuple[date, int, Cast]]:
    """Give each day of the year: its date, how many dossiers are filed, and who plays it."""
    rng = Random(f"{SEED}:{cast.agency.code}")  # noqa: S311 - a play, no secrets
    owed = rng.random()
    hasty = replace(cast, diligence=cast.diligence * HASTE)
    resting = replace(cast, diligence=0)
    for back in range(DAYS, -1, -1):
        is_recent = back <= RECENT
        owed += rate * rng.uniform(0.2, 1.8) * (RUSH if is_recent else 1)
        day = civil_date(now) - timedelta(days=back)
        if back <= UNTOUCHED:
            yield day, max(int(owed), LEAST), resting
        else:
            yield day, int(owed), hasty if is_recent else cast
        owed %= 1


def _last_day_played(cast: Cast) -> date | None:
    """Give the last day on which anything happened, where a year was cut short."""
    moves = Transition.objects.filter(dossier__agency=cast.agency)
    last: datetime | None = moves.aggregate(last=Max("at"))["last"]
    return civil_date(last) if last else None
