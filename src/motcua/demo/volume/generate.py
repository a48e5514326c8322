"""Writing the dossiers: some days at a time, in a transaction each, by two sessions side by side.

The database makes the rows itself: a plan of what becomes of each dossier, then one statement a
table. The rows of the audit log are left out, each of which is hashed and entered into a Merkle
log.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Agency
from motcua.agencies.queries import working_calendar
from motcua.demo.volume import pool, tables
from motcua.demo.volume.days import Volume, volumes
from motcua.demo.volume.indexes import finish, without_indexes
from motcua.demo.volume.sessions import LOCK, SESSIONS, Job, one_value, session, skip_checks
from motcua.insight.actions import add_up
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

T = TypeVar("T")
R = TypeVar("R")

_A_PART, _LARGEST_PART, _PARTS = 10_000, 50_000, 16
_LEAST_STEPS = 3
_DONE = """SELECT DISTINCT (submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
FROM dossiers_dossier WHERE submission_key LIKE %s"""
# Whoever writes is waited for: a call that was killed may have been committing.
_NOBODY_WRITES = "LOCK TABLE dossiers_dossier IN SHARE MODE"
_FILLED = tuple(
    f"dossiers_{name}" for name in ("dossier", "paper", "steprun", "transition", "slip")
)
_PEOPLE = ("identity_person", "identity_account", "identity_identifier")
# How each counts is known when it is planned: finding it afterwards took a fifth of the time.
_COUNTED = ("insight_counted",)
_SMALL = tuple(
    f"dossiers_{name}" for name in ("supplement", "pause", "dossiernumbering", "slipnumbering")
)


class NotInvented(DomainError):
    """A node with an agency that is no invention gets no generated dossiers."""

    code = "demo.not_invented"
    message = _("Nút này có cơ quan thật; chỉ sinh hồ sơ trên nút minh họa hoặc nút thử.")


class NothingOffered(DomainError):
    """There is nothing to file dossiers of."""

    code = "demo.nothing_offered"
    message = _("Nút này chưa có thủ tục nào để nộp; hãy chạy motcua demo trước.")


class AlreadyGenerating(DomainError):
    """Another session generates dossiers on this node."""

    code = "demo.already_generating"
    message = _("Đang có tiến trình khác sinh hồ sơ trên nút này.")


@dataclass(slots=True)
class Progress:
    """How far the generator is.

    Attributes:
        total: dossiers asked for.
        before: those that an earlier call had written.
        made: those that this one wrote.
        seconds: how long the whole took.
        writing: people, rows and indexes, without the sums and the statistics of tables.
        counting: the sums.

    """

    total: int
    before: int = 0
    made: int = 0
    seconds: float = 0.0
    writing: float = 0.0
    counting: float = 0.0


@dataclass(frozen=True, slots=True)
class _Work:
    """What every part is written with."""

    owner_url: str
    texts: tuple[str, str]
    values: dict[str, Any]


def generate(
    owner_url: str, *, total: int, seed: int, now: datetime, note: Callable[[Progress], None]
) -> Progress:
    """Write so many dossiers of the year before now; the same seed gives the same dossiers.

    Connects as the owner of the tables. What an earlier call of the same day, number and seed has
    written is kept, so that a call that was cut short is gone on with; what indexes that one had
    set aside are made again. The tables are analysed and everything is counted at the end. `note`
    hears how far it is. Raises `NotInvented`, `NothingOffered`, `AlreadyGenerating`.
    """
    if Agency.objects.filter(is_invented=False).exists():
        raise NotInvented
    progress, began = Progress(total), time.monotonic()
    with session(owner_url) as owner:
        if not one_value(owner, "SELECT pg_try_advisory_lock(%s)", LOCK):
            raise AlreadyGenerating
        try:
            _fill(Job(owner, owner_url, total, seed, now), progress, note)
        finally:
            finish(owner, owner_url)
            owner.execute("DROP SCHEMA IF EXISTS volume CASCADE")
            # The server notices a closed connection a moment later; the next call may come sooner.
            owner.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    progress.seconds = time.monotonic() - began
    return progress


def _fill(job: Job, progress: Progress, note: Callable[[Progress], None]) -> None:
    """Write people, rows, indexes, statistics and sums."""
    began, owner, url = time.monotonic(), job.owner, job.owner_url
    offered = [one for one in pool.offered(job.now, job.seed) if len(one.steps) >= _LEAST_STEPS]
    if not offered:
        raise NothingOffered
    parts = _left(job)
    coming = sum(one.count for part in parts for one in part)
    progress.before = progress.total - coming
    note(progress)
    with ExitStack() as filled:
        if coming > one_value(owner, "SELECT count(*) FROM dossiers_dossier"):
            filled.enter_context(without_indexes(owner, url, _COUNTED))
            filled.enter_context(without_indexes(owner, url, _FILLED, with_keys=True))
        work = _Work(url, tables.texts(), {**tables.made(job, offered), "seed": _label(job)})
        for made in _side_by_side(lambda part: _write(work, part), parts):
            progress.made += made
            note(progress)
    progress.writing = time.monotonic() - began
    counting = time.monotonic()
    add_up()
    progress.counting = time.monotonic() - counting
    _analyse(url)


def _label(job: Job) -> str:
    return f"{job.seed}.{job.total}.{civil_date(job.now):%y%m%d}"


def _left(job: Job) -> list[list[Volume]]:
    """Give the days that are not written yet, in parts of about as many dossiers."""
    with job.owner.transaction():
        job.owner.execute(_NOBODY_WRITES)
        done = {row[0] for row in job.owner.execute(_DONE, (f"volume:{_label(job)}:%",))}
    size = min(max(job.total // _PARTS, _A_PART), _LARGEST_PART)
    parts: list[list[Volume]] = [[]]
    for volume in volumes(job.total, job.now, working_calendar(None), job.seed):
        if volume.day in done or not volume.count:
            continue
        if sum(one.count for one in parts[-1]) >= size:
            parts.append([])
        parts[-1].append(volume)
    return [part for part in parts if part]


def _side_by_side(act: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """Do something with each of some things, in as many sessions as there are; give what came."""
    with ThreadPoolExecutor(SESSIONS) as sessions:
        waiting = [sessions.submit(act, thing) for thing in things]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            sessions.shutdown(wait=True, cancel_futures=True)
            raise


def _write(work: _Work, part: Sequence[Volume]) -> int:
    """Write some days in one transaction; give how many dossiers they have."""
    values = work.values | {
        "days": [one.day for one in part],
        "epochs": [one.epoch for one in part],
        "firsts": [one.first for one in part],
        "counts": [one.count for one in part],
    }
    with session(work.owner_url) as connection, connection.transaction():
        skip_checks(connection)
        for text in work.texts:
            connection.execute(text.encode(), values)
        return int(one_value(connection, "SELECT count(*) FROM plan"))


def _analyse(owner_url: str) -> None:
    """Have pages known as visible to all, and the planner know the tables."""

    def analyse(table: str) -> None:
        with session(owner_url) as own:
            own.execute(f"VACUUM (ANALYZE) {table}".encode())

    list(_side_by_side(analyse, (*_FILLED, *_COUNTED, *_SMALL, *_PEOPLE)))
