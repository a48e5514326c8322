"""The tables that the plan and the rows are joined from: offerings, steps, papers, answers, people.

Answers, contacts and slips are sealed beforehand and shared, since sealing some millions of them
would take an hour.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.demo.volume import pool
from motcua.demo.volume.days import SLOT, working_time
from motcua.demo.volume.indexes import without_indexes
from motcua.demo.volume.sessions import one_value, skip_checks
from motcua.dossiers.workflow import CLOSED, NATIONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import psycopg

    from motcua.demo.volume.days import WorkingTime
    from motcua.demo.volume.sessions import Job

_SLOTS = 10_000
_OF_DAY = 480
_FEWEST_PEOPLE, _MOST_PEOPLE, _DOSSIERS_OF_A_PERSON = 50, 200_000, 8
_FOLDER = Path(__file__).parent
_SEARCHED = "identity_person"
_NUMBERS = """SELECT nextval('identity_person_id_seq'), nextval('identity_account_id_seq')
FROM generate_series(1, %s)"""
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


def made(job: Job, offered: list[pool.Offered]) -> dict[str, Any]:
    """Make the tables anew, and the people there are too few of; give the values of the plan."""
    owner, now = job.owner, job.now
    hours = working_time(now, working_calendar(None))
    owner.execute("DROP SCHEMA IF EXISTS volume CASCADE")
    owner.execute(_functions(hours, job.seed).encode())
    _offer(owner, offered)
    _copy(owner, "slot", enumerate(pool.slots(offered, _SLOTS)))
    people = min(max(job.total // _DOSSIERS_OF_A_PERSON, _FEWEST_PEOPLE), _MOST_PEOPLE)
    _people(job, people)
    owner.execute("ANALYZE volume.offered, volume.step, volume.paper, volume.answer, volume.slot")
    owner.execute("ANALYZE volume.somebody")
    second = int(now.timestamp())
    return {
        "people": people,
        "slots": _SLOTS,
        "answers": pool.ANSWERS,
        "now": second,
        "worked": hours.before[(second - hours.begins) // SLOT],
        "of_day": _OF_DAY,
        "files": pool.stored_files(now),
    }


def texts() -> tuple[str, str]:
    """Give the statements that plan some days, and those that write their rows."""
    states = ((state, code, state not in CLOSED) for state, code in NATIONAL.items())
    codes = ", ".join(f"('{state}', {code:d}, {is_open})" for state, code, is_open in states)
    rows = (_FOLDER / "rows.sql").read_text().format(codes=codes)
    return (_FOLDER / "plan.sql").read_text(), rows


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


def _offer(owner: psycopg.Connection[Any], offered: list[pool.Offered]) -> None:
    """Write what is offered, its steps and papers, and the answers of its versions."""
    places = list(enumerate(offered))
    _copy(owner, "offered", (_offered(place, one) for place, one in places))
    _copy(owner, "step", (row for place, one in places for row in _steps(place, one)))
    papers = ((place, n, code) for place, one in places for n, code in enumerate(one.papers, 1))
    _copy(owner, "paper", papers)
    answers = {one.card.version_id: one.answers for one in offered}
    _copy(owner, "answer", ((pk, n, *row) for pk, some in answers.items() for n, row in some))


def _offered(place: int, one: pool.Offered) -> tuple[Any, ...]:
    card, desk, steps = one.card, one.card.receiving, one.steps
    return (
        *(place, one.minutes, one.pace, len(steps), len(one.papers)),
        *(card.id, card.agency_id, desk.id, card.version_id),
        *(steps[place].official_id for place in (0, 1, -2, -1)),
        *("online" in one.channels, "counter" in one.channels),
        *(_ends(one), card.agency_code, desk.path, card.procedure_code, one.variant),
        *(one.slips["01"], one.slips["03"]),
    )


def _ends(one: pool.Offered) -> list[float]:
    """Give the part of the time of settling at whose end each step between the first and last is.

    The last of them is 1.
    """
    middle = one.steps[1:-1]
    whole = sum(step.share for step in middle)
    ends = [sum(step.share for step in middle[: n + 1]) / whole for n in range(len(middle))]
    return [*ends[:-1], 1.0]


def _steps(place: int, one: pool.Offered) -> Iterable[tuple[Any, ...]]:
    """Give the rows of an offering's steps, each with the part of the time when it is in hand.

    And with the step of a specialist, so far the last, for whose unit the dossier counts.
    """
    bounds = [0.0, 0.0, *_ends(one), 1.0]
    counts: tuple[int | None, ...] = (None, None, None)
    for number, step in enumerate(one.steps, 1):
        since, upto = bounds[number - 1 : number + 1]
        who = (step.unit_id, step.official_id)
        if step.role == Role.SPECIALIST:
            counts = (number, *who)
        yield place, number, *who, since, upto, *counts, step.code, step.role, step.path


def _people(job: Job, wanted: int) -> None:
    """Make the people that are missing, and give every one a place."""
    owner, like = job.owner, f"%{pool.MAIL}"
    there = one_value(owner, "SELECT count(*) FROM identity_account WHERE email LIKE %s", like)
    missing = max(wanted - int(there), 0)
    with ExitStack() as stack:
        if missing > one_value(owner, f"SELECT count(*) FROM {_SEARCHED}"):  # noqa: S608 - ours
            stack.enter_context(without_indexes(owner, job.owner_url, (_SEARCHED,)))
        _invent(job, missing)
    owner.execute(_SOMEBODY, (pool.contacts(), pool.CONTACTS, like, wanted))


def _invent(job: Job, missing: int) -> None:
    owner = job.owner
    ids = owner.execute(_NUMBERS, (missing,)).fetchall()
    with owner.transaction():
        skip_checks(owner)
        found = list(pool.somebodies(ids, job.now, job.seed + ids[0][0] if ids else job.seed))
        usual = ("VN", "01", "", b"", b"", True)
        _write(owner, _PERSON, ((*one.person, *usual) for one in found))
        number = ("citizen-number", "VN", True)
        _write(owner, _IDENTIFIER, ((*one.identifier, *number) for one in found))
        login = ("citizen", "vi", "!", True, False, False, 0)
        _write(owner, _ACCOUNT, ((*one.account, *login) for one in found))


def _copy(owner: psycopg.Connection[Any], table: str, rows: Iterable[Sequence[Any]]) -> None:
    _write(owner, f"COPY volume.{table} FROM STDIN", rows)


def _write(owner: psycopg.Connection[Any], statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with owner.cursor() as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)
