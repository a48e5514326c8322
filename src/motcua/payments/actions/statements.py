"""Statements: taken in as they came, read by a job, each line kept once, then compared."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections import Counter
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.kernel.files import keep_own, open_stored
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.actions.reconciling import reconcile
from motcua.payments.base.camt import read_camt
from motcua.payments.base.csv_files import Columns, headings_of, read_csv
from motcua.payments.base.statements import (
    MOST_AHEAD,
    MOST_BYTES,
    MOST_DAYS,
    Fetched,
    Period,
    StatementRow,
    refuse,
)
from motcua.payments.enums import FileState, Provider, StatementFault, StatementForm
from motcua.payments.errors import StatementKnown, StatementMalformed
from motcua.payments.models import AccountDay, StatementAccount, StatementFile, StatementLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from motcua.kernel.actors import Actor

READ_JOB, FETCH_JOB = "payments.read_statement", "payments.fetch_statements"
_BATCH = 1000
_TYPES = {StatementForm.CSV: "text/csv", StatementForm.CAMT053: "application/xml"}


def ask_for_statements(*, actor: Actor, now: datetime) -> None:
    """Have a job fetch what a provider gives by itself, now. Raises `NotAllowed`."""
    require_statement_keeper(actor, now)
    with suppress(AlreadyEnqueued):
        jobs.configure_task(FETCH_JOB, queueing_lock=FETCH_JOB).defer(timestamp=0)


def own_account() -> StatementAccount | None:
    """Give the account that the settings name, made when it is asked for first; None without."""
    bank, _, number = settings.BANK_ACCOUNT.partition(":")
    if not number:
        return None
    found, _made = StatementAccount.objects.get_or_create(
        provider=Provider.BANK, defaults={"bank": bank, "number": number}
    )
    return found


@transaction.atomic
def set_columns(
    *, actor: Actor, account_id: int, columns: Mapping[str, object], now: datetime
) -> StatementAccount:
    """Say under which headings an account's CSV files have what.

    Raises `NotAllowed`, `NotFound`.
    """
    require_statement_keeper(actor, now)
    account = StatementAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    account.columns = dict(columns)
    account.save(update_fields=["columns"])
    _record("set_columns", account, actor=actor, now=now)
    return account


@transaction.atomic
def bring_statement(
    *,
    actor: Actor,
    account_id: int,
    fetched: Fetched,
    days: tuple[date, date] | None = None,
    now: datetime,
) -> StatementFile:
    """Keep a statement and have a job read it; `days` are those it covers, where it does not say.

    Raises `NotAllowed`, `NotFound`, `StatementMalformed` for what is empty or too large,
    `StatementKnown` for the very same file, unless it was refused: then it is read again.
    """
    require_statement_keeper(actor, now)
    account = StatementAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    if not fetched.content.strip():
        refuse(StatementFault.EMPTY, 1)
    if len(fetched.content) > MOST_BYTES:
        refuse(StatementFault.TOO_LARGE, 1)
    digest = hashlib.sha256(fetched.content).hexdigest()
    known = StatementFile.objects.filter(account=account, sha256=digest).first()
    if known is not None and known.state != FileState.REFUSED:
        raise StatementKnown
    media_type = _TYPES[fetched.form]
    kept = keep_own(fetched.content, name=fetched.name, media_type=media_type, now=now)
    since, until = days or (None, None)
    file, _made = StatementFile.objects.update_or_create(
        account=account,
        sha256=digest,
        defaults={
            "file": kept,
            "form": fetched.form,
            "state": FileState.WAITING,
            "problem": {},
            "since": since,
            "until": until,
            "brought_by": actor.official_id,
            "brought_at": now,
        },
    )
    _record("bring_statement", account, actor=actor, now=now, file=str(file.public_id))
    jobs.configure_task(READ_JOB).defer(file_id=file.pk)
    return file


def read_statement(*, file_id: int, now: datetime) -> StatementFile:
    """Read a statement through, keep its new lines, then compare; a second call changes nothing.

    It is read twice: nothing of one that is wrong anywhere is kept. After a crash it goes on.
    """
    file = StatementFile.objects.select_related("account", "file__blob").get(pk=file_id)
    if file.state in {FileState.READ, FileState.REFUSED}:
        return file
    _note(file, state=FileState.READING, lines_read=0)
    with tempfile.TemporaryFile() as copy:
        with open_stored(file.file) as kept:
            for part in kept.chunks():
                copy.write(part)
        try:
            periods = _checked(file, copy, now)
        except StatementMalformed as error:
            _note(file, state=FileState.REFUSED, problem=error.details)
            return file
        new = sum(_keep(file, batch) for batch in _batches(_rows(file, copy)))
    _finish(file, periods, new, now=now)
    return file


def _rows(file: StatementFile, copy: BinaryIO) -> Iterator[StatementRow | Period]:
    account = file.account
    if file.form == StatementForm.CAMT053:
        return read_camt(copy, account.number)
    return iter(read_csv(copy, Columns.of(account.columns), account.number))


def _checked(file: StatementFile, copy: BinaryIO, now: datetime) -> list[Period]:
    """Read through without keeping anything; give the days covered. Raises `StatementMalformed`."""
    count, periods, days = 0, [], set()
    for row in _rows(file, copy):
        if isinstance(row, Period):
            periods.append(row)
            continue
        count += 1
        days.add(row.day)
        if count % _BATCH == 0:
            _note(file, lines_read=count)
    _note(file, lines_read=count)
    if periods:
        return _bounded(periods, now)
    if file.since and file.until:
        days |= {file.since, file.until}
    if not days:
        refuse(StatementFault.EMPTY, 1)
    return _bounded([Period(min(days), max(days))], now)


def _bounded(periods: list[Period], now: datetime) -> list[Period]:
    """Give the days covered unless no bank writes so many, or such days, into one statement.

    Each of them becomes a row, and a day that is covered lets the day's books be closed.
    """
    spans = [(period.until - period.since).days + 1 for period in periods]
    latest = max(period.until for period in periods)
    if min(spans) < 1 or sum(spans) > MOST_DAYS or latest > civil_date(now) + MOST_AHEAD:
        refuse(StatementFault.PERIOD, 1)
    return periods


def _batches(rows: Iterable[StatementRow | Period]) -> Iterator[list[tuple[StatementRow, str]]]:
    """Give lines by the thousand, each with its identity: alike ones are told apart by counting.

    A bank that books the same twice writes two lines alike; a file brought again has as many.
    """
    seen: Counter[bytes] = Counter()
    named = (_named(row, seen) for row in rows if isinstance(row, StatementRow))
    while batch := list(islice(named, _BATCH)):
        yield batch


def _named(row: StatementRow, seen: Counter[bytes]) -> tuple[StatementRow, str]:
    words = () if row.transaction else (row.reference, row.content, str(row.at or ""))
    text = "\0".join((row.day.isoformat(), row.transaction, str(row.amount), *words))
    mark = hashlib.sha256(text.encode()).digest()
    seen[mark] += 1
    return row, hashlib.sha256(mark + str(seen[mark]).encode()).hexdigest()


@transaction.atomic
def _keep(file: StatementFile, batch: list[tuple[StatementRow, str]]) -> int:
    """Keep those of some lines that are not known yet; give how many."""
    known = set(
        StatementLine.objects.filter(
            account=file.account_id, identity__in=[identity for _, identity in batch]
        ).values_list("identity", flat=True)
    )
    fresh = [_line(file, row, identity) for row, identity in batch if identity not in known]
    StatementLine.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _line(file: StatementFile, row: StatementRow, identity: str) -> StatementLine:
    return StatementLine(
        account_id=file.account_id,
        file=file,
        number=row.number,
        identity=identity,
        day=row.day,
        at=row.at,
        transaction=row.transaction,
        reference=row.reference,
        original=row.original,
        amount=row.amount,
        kind=row.kind,
        content=row.content,
    )


@transaction.atomic
def _finish(file: StatementFile, periods: list[Period], new: int, *, now: datetime) -> None:
    """Say which days are covered now, with the balances of those that a statement is of alone.

    Compared in the same transaction: a day that is covered and has no difference may be closed.
    """
    account = StatementAccount.objects.select_for_update().get(pk=file.account_id)
    for period in periods:
        _cover(account, file, period)
    since = min(period.since for period in periods)
    until = max(period.until for period in periods)
    account.since = min(account.since or since, since)
    account.open_since = min(account.open_since or since, since)
    account.save(update_fields=["since", "open_since"])
    _note(file, state=FileState.READ, lines_new=new, since=since, until=until)
    facts = {"file": str(file.public_id), "lines": file.lines_read, "new": new}
    _record("read_statement", account, actor=SYSTEM, now=now, **facts)
    reconcile(account_id=account.pk, now=now)


def _cover(account: StatementAccount, file: StatementFile, period: Period) -> None:
    first, last = period.since.toordinal(), period.until.toordinal()
    for ordinal in range(first, last + 1):
        told: dict[str, object] = {"file": file}
        if ordinal == first and period.opening is not None:
            told["opening"] = period.opening
        if ordinal == last and period.closing is not None:
            told["closing"] = period.closing
        AccountDay.objects.update_or_create(
            account=account, day=period.since.fromordinal(ordinal), defaults=told
        )


def _note(file: StatementFile, **said: object) -> None:
    """Say how far a file is; seen at once by whoever looks at the page."""
    for name, value in said.items():
        setattr(file, name, value)
    file.save(update_fields=list(said))


def _record(
    act: str, account: StatementAccount, *, actor: Actor, now: datetime, **data: object
) -> None:
    audit.record(
        actor=actor,
        action=f"payments.{act}",
        subject=("statement_account", account.provider),
        agency_id=audit.NODE,
        now=now,
        data=data,
    )


def read_headings(content: bytes) -> list[str]:
    """Give the headings of a CSV statement, for who says which is which."""
    return headings_of(io.BytesIO(content))
