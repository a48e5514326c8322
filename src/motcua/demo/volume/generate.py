"""Writing the dossiers: some days at a time, in a transaction each, by two sessions side by side.

The database makes the rows itself: a plan of what becomes of each dossier, then one statement a
table. Answers, contacts and slips are sealed beforehand and shared, since sealing some millions of
them would take an hour; for the same reason the rows of the audit log are left out, each of which
is hashed and entered into a Merkle log.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.utils.translation import gettext_lazy as _
from psycopg import ClientCursor, errors
from psycopg.types.json import Jsonb

from motcua.agencies.models import Agency
from motcua.agencies.queries import working_calendar
from motcua.demo.volume import pool
from motcua.demo.volume.days import SLOT, Volume, volumes, working_time
from motcua.demo.volume.indexes import without_indexes
from motcua.dossiers.workflow import NATIONAL
from motcua.insight.actions import recount
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from motcua.demo.volume.days import WorkingTime

SESSIONS = 2
_SLOTS = 10_000
_OF_DAY = 480
_A_CHUNK = 25_000
_FEWEST_PEOPLE, _MOST_PEOPLE, _DOSSIERS_OF_A_PERSON = 50, 200_000, 8
_LEAST_STEPS = 3
_FOLDER = Path(__file__).parent
_SETTINGS = (
    "SET synchronous_commit = off",
    "SET work_mem = '128MB'",
    "SET maintenance_work_mem = '512MB'",
    "SET statement_timeout = 0",
    "SET lock_timeout = 0",
    "SET idle_in_transaction_session_timeout = 0",
    "SET jit = off",
)
_LOCK = 7811190
_AS_LOADED = "SET LOCAL session_replication_role = replica"
_OFFERED = "COPY volume.offered FROM STDIN"
_PERSON = """COPY identity_person (id, public_id, full_name, birth_date, sex, phone, search_text,
    search, nationality, ethnicity, place_code, address, email, is_invented) FROM STDIN"""
_IDENTIFIER = """COPY identity_identifier (person_id, number, blind_index, confirmed_at,
    type, country, is_current) FROM STDIN"""
_ACCOUNT = """COPY identity_account (id, public_id, email, person_id, joined_at, side, language,
    password, is_active, is_staff, is_superuser, generation) FROM STDIN"""
_SOMEBODY = """INSERT INTO volume.somebody
SELECT row_number() OVER (ORDER BY a.id) - 1, a.id, p.id, p.full_name, p.search_text,
    (%s::bytea[])[a.id %% %s + 1], p.search
FROM identity_account a JOIN identity_person p ON p.id = a.person_id
WHERE a.email LIKE %s ORDER BY a.id LIMIT %s"""
_DONE = """SELECT DISTINCT (submitted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
FROM dossiers_dossier WHERE submission_key LIKE %s"""
_FILLED = ("dossier", "paper", "steprun", "transition", "slip")
_TABLES = (
    *("dossier", "paper", "steprun", "transition", "supplement", "pause", "slip"),
    *("dossiernumbering", "slipnumbering"),
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
    """How far the generator is; `seconds` took the rows with their indexes, `counting` the sums."""

    total: int
    before: int = 0
    made: int = 0
    seconds: float = 0.0
    counting: float = 0.0


@dataclass(frozen=True, slots=True)
class _Work:
    """What every chunk is written with."""

    owner_url: str
    texts: tuple[str, str]
    values: dict[str, Any]


def generate(
    owner_url: str, *, total: int, seed: int, now: datetime, note: Callable[[Progress], None]
) -> Progress:
    """Write so many dossiers of the year before now; the same seed gives the same dossiers.

    Connects as the owner of the tables. What an earlier call of the same day, number and seed has
    written is kept, so that a call that was cut short is gone on with. The tables are analysed at
    the end. `note` hears how far it is. Raises `NotInvented`, `NothingOffered`,
    `AlreadyGenerating`.
    """
    if Agency.objects.filter(is_invented=False).exists():
        raise NotInvented
    offered = [one for one in pool.offered(now, seed) if len(one.steps) >= _LEAST_STEPS]
    if not offered:
        raise NothingOffered
    with _session(owner_url) as owner:
        if not _value(owner, "SELECT pg_try_advisory_lock(%s)", _LOCK):
            raise AlreadyGenerating
        work = _prepared(owner, owner_url, offered, total, seed, now)
        parts = _left(owner, total, seed, now)
        began = time.monotonic()
        with without_indexes(owner, lambda: _session(owner_url), _without(owner, parts), SESSIONS):
            progress = _written(work, parts, Progress(total), note)
        progress.seconds = time.monotonic() - began
        owner.execute("DROP SCHEMA volume CASCADE")
        for table in _TABLES:
            owner.execute(f"VACUUM (ANALYZE) dossiers_{table}")
        owner.execute("ANALYZE identity_person, identity_account, identity_identifier")
    began = time.monotonic()
    recount()
    progress.counting = time.monotonic() - began
    return progress


def _value(connection: psycopg.Connection[Any], statement: str, value: object) -> Any:
    row = connection.execute(statement, (value,)).fetchone()
    assert row is not None
    return row[0]


def _label(total: int, seed: int, now: datetime) -> str:
    return f"{seed}.{total}.{civil_date(now):%y%m%d}"


def _session(owner_url: str) -> psycopg.Connection[Any]:
    connection = psycopg.connect(owner_url, autocommit=True, cursor_factory=ClientCursor)
    for statement in _SETTINGS:
        connection.execute(statement)
    return connection


def _without(owner: psycopg.Connection[Any], parts: list[list[Volume]]) -> tuple[str, ...]:
    """Name the tables to fill without their indexes: all, where more come than are there."""
    coming = sum(one.count for part in parts for one in part)
    there = _value(owner, "SELECT count(*) FROM dossiers_dossier WHERE id > %s", 0)
    return tuple(f"dossiers_{table}" for table in _FILLED) if coming > there else ()


def _left(
    owner: psycopg.Connection[Any], total: int, seed: int, now: datetime
) -> list[list[Volume]]:
    """Give the days that are not written yet, in parts of about as many dossiers."""
    pattern = f"volume:{_label(total, seed, now)}:%"
    done = {row[0] for row in owner.execute(_DONE, (pattern,))}
    parts: list[list[Volume]] = [[]]
    for volume in volumes(total, now, working_calendar(None), seed):
        if volume.day in done or not volume.count:
            continue
        if sum(one.count for one in parts[-1]) >= _A_CHUNK:
            parts.append([])
        parts[-1].append(volume)
    return [part for part in parts if part]


def _written(
    work: _Work, parts: list[list[Volume]], progress: Progress, note: Callable[[Progress], None]
) -> Progress:
    progress.before = progress.total - sum(one.count for part in parts for one in part)
    note(progress)
    with ThreadPoolExecutor(SESSIONS) as sessions:
        waiting = [sessions.submit(_write, work, part) for part in parts]
        try:
            for done in as_completed(waiting):
                progress.made += done.result()
                note(progress)
        except BaseException:
            sessions.shutdown(wait=True, cancel_futures=True)
            raise
    return progress


def _write(work: _Work, part: Sequence[Volume]) -> int:
    """Write some days in one transaction."""
    values = work.values | {
        "days": [one.day for one in part],
        "epochs": [one.epoch for one in part],
        "firsts": [one.first for one in part],
        "counts": [one.count for one in part],
    }
    with _session(work.owner_url) as connection, connection.transaction():
        _skip_checks(connection)
        for text in work.texts:
            connection.execute(text, values)
    return sum(one.count for one in part)


def _skip_checks(connection: psycopg.Connection[Any]) -> None:
    """Leave foreign keys unchecked where the owner may: it takes half of the time."""
    try:
        with connection.transaction():
            connection.execute(_AS_LOADED)
    except errors.InsufficientPrivilege:
        return


def _prepared(
    owner: psycopg.Connection[Any],
    owner_url: str,
    offered: list[pool.Offered],
    total: int,
    seed: int,
    now: datetime,
) -> _Work:
    """Make the tables that the plan draws from."""
    hours = working_time(now, working_calendar(None))
    owner.execute("DROP SCHEMA IF EXISTS volume CASCADE")
    owner.execute(_functions(hours, seed))
    _copy(owner, _OFFERED, (_offer(place, one) for place, one in enumerate(offered)))
    slots = enumerate(pool.slots(offered, _SLOTS))
    _copy(owner, "COPY volume.slot FROM STDIN", slots)
    people = min(max(total // _DOSSIERS_OF_A_PERSON, _FEWEST_PEOPLE), _MOST_PEOPLE)
    _people(owner, people, seed, now)
    owner.execute("ANALYZE volume.offered, volume.slot, volume.somebody")
    second = int(now.timestamp())
    worked = hours.before[(second - hours.begins) // SLOT]
    codes = ", ".join(f"('{state}', {code:d})" for state, code in NATIONAL.items())
    rows = (_FOLDER / "rows.sql").read_text().format(codes=codes)
    values = {
        "people": people,
        "slots": _SLOTS,
        "now": second,
        "worked": worked,
        "of_day": _OF_DAY,
        "seed": _label(total, seed, now),
        "files": pool.stored_files(now),
    }
    return _Work(owner_url, ((_FOLDER / "plan.sql").read_text(), rows), values)


def _functions(hours: WorkingTime, seed: int) -> str:
    def array(numbers: Iterable[int]) -> str:
        return "{" + ",".join(map(str, numbers)) + "}"

    return (
        (_FOLDER / "functions.sql")
        .read_text()
        .format(
            seed=seed,
            slots=array(hours.slots),
            before=array(hours.before),
            begins=hours.begins,
            of_day=_OF_DAY,
            online=array(hours.online),
            onlines=len(hours.online),
            counter=array(hours.counter),
            counters=len(hours.counter),
        )
    )


def _offer(place: int, one: pool.Offered) -> tuple[Any, ...]:
    card, desk, steps = one.card, one.card.receiving, one.steps
    middle = steps[1:-1]
    whole = sum(step.share for step in middle)
    ends = [sum(step.share for step in middle[: n + 1]) / whole for n in range(len(middle))]
    return (
        *(place, card.id, card.agency_id, card.agency_code, desk.id, desk.path),
        *(card.version_id, card.procedure_code, one.variant, list(one.channels)),
        *(one.minutes, one.pace, list(one.papers), list(one.answers)),
        *(one.slips["01"], one.slips["03"], Jsonb([]), 0),
        [step.code for step in steps],
        [step.role for step in steps],
        [step.unit_id for step in steps],
        [step.path for step in steps],
        [step.official_id for step in steps],
        [*ends[:-1], 1.0],
    )


def _people(owner: psycopg.Connection[Any], wanted: int, seed: int, now: datetime) -> None:
    """Make the people that are missing, and give every one a place."""
    like = f"%{pool.MAIL}"
    count = "SELECT count(*) FROM identity_account WHERE email LIKE %s"
    missing = max(wanted - int(_value(owner, count, like)), 0)
    ids = owner.execute(
        "SELECT nextval('identity_person_id_seq'), nextval('identity_account_id_seq')"
        " FROM generate_series(1, %s)",
        (missing,),
    ).fetchall()
    with owner.transaction():
        _skip_checks(owner)
        made = list(pool.somebodies(ids, now, seed + ids[0][0] if ids else seed))
        usual = ("VN", "kinh", "", b"", b"", True)
        _copy(owner, _PERSON, ((*one.person, *usual) for one in made))
        number = ("citizen-number", "VN", True)
        _copy(owner, _IDENTIFIER, ((*one.identifier, *number) for one in made))
        login = ("citizen", "vi", "!", True, False, False, 0)
        _copy(owner, _ACCOUNT, ((*one.account, *login) for one in made))
        owner.execute(_SOMEBODY, (pool.contacts(), pool.CONTACTS, like, wanted))


def _copy(
    connection: psycopg.Connection[Any], statement: str, rows: Iterable[Sequence[Any]]
) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
