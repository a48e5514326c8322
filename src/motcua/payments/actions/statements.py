"""Statements: taken in as they came, read by a job, each line kept once, then compared."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, BinaryIO

from django.db import connection, transaction
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

from motcua.kernel.actors import SYSTEM
from motcua.kernel.enums import FileState as Quarantine
from motcua.kernel.errors import NotFound, Unavailable
from motcua.kernel.files import FileQuarantined, open_stored, store
from motcua.kernel.kinds import CSV, XML
from motcua.payments.actions.accounts import record
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.actions.reading import Through, read_through
from motcua.payments.actions.reconciling import lock_accounts, reconcile
from motcua.payments.base.csv_files import HEAD_BYTES, headings_of
from motcua.payments.base.statements import MOST_BYTES, Brought, Period, refuse
from motcua.payments.enums import FileState, StatementFault, StatementForm
from motcua.payments.errors import StatementKnown, StatementMalformed
from motcua.payments.models import AccountDay, StatementAccount, StatementFile

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor

READ_JOB, FETCH_JOB = "payments.read_statement", "payments.fetch_statements"
_FORMS = {CSV.media_type: StatementForm.CSV, XML.media_type: StatementForm.CAMT053}
_LATE = timedelta(minutes=10)
_CHUNK = 256 * 1024
_INCOMING = """CREATE TEMPORARY TABLE statement_incoming (place bigint, number int, mark bytea,
  day date, at timestamptz, amount bigint, transaction text, reference text, original text,
  kind text, content bytea) ON COMMIT DROP"""
# Lines alike are counted, so that as many are kept as the bank wrote.
_NEW = """INSERT INTO payments_statementline (account_id, file_id, number, identity, day, at,
    transaction, reference, original, amount, kind, content, state)
  SELECT %(account)s, %(file)s, number, encode(sha256(mark || convert_to(
      (row_number() OVER (PARTITION BY mark ORDER BY place))::text, 'UTF8')), 'hex'), day, at,
    transaction, reference, original, amount, kind, content, 'open'
  FROM statement_incoming ORDER BY place
  ON CONFLICT (account_id, identity) DO NOTHING"""


def ask_for_statements(*, actor: Actor, now: datetime) -> None:
    """Have a job fetch what a provider gives by itself, now. Raises `NotAllowed`."""
    require_statement_keeper(actor, now)
    with suppress(AlreadyEnqueued):
        jobs.configure_task(FETCH_JOB, queueing_lock=FETCH_JOB).defer(timestamp=0)


@transaction.atomic
def bring_statement(
    *,
    actor: Actor,
    account_id: int,
    brought: Brought,
    days: tuple[date, date] | None = None,
    now: datetime,
) -> StatementFile:
    """Keep a statement and have a job read it; `days` are those it covers, where it does not say.

    It passes the door that every file passes: size, kind by content, quarantine. Raises
    `NotAllowed`, `NotFound`, `FileTooLarge`, `FileEmpty`, `FileKindRefused` for what is no text,
    `StatementKnown` for the very same file,
    unless it was refused: then it is read again.
    """
    require_statement_keeper(actor, now)
    account = StatementAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    kept = store(
        brought.content,
        name=brought.name,
        now=now,
        limit_bytes=MOST_BYTES,
        accept=frozenset(_FORMS),
    )
    known = StatementFile.objects.filter(account=account, sha256=kept.blob_id).first()
    if known is not None and known.state != FileState.REFUSED:
        raise StatementKnown
    since, until = days or (None, None)
    file, _made = StatementFile.objects.update_or_create(
        account=account,
        sha256=kept.blob_id,
        defaults={
            "file": kept,
            "form": _FORMS[kept.media_type],
            "state": FileState.WAITING,
            "problem": {},
            "lines_read": 0,
            "since": since,
            "until": until,
            "brought_by": actor.official_id,
            "brought_at": now,
        },
    )
    record("bring_statement", account, actor=actor, now=now, file=str(file.public_id))
    jobs.configure_task(READ_JOB).defer(file_id=file.pk)
    return file


def read_statement(*, file_id: int, now: datetime) -> StatementFile:
    """Read a statement through, keep its new lines, then compare; a second call changes nothing.

    Nothing of one that is wrong anywhere is kept; after a crash it is read anew. Raises
    `Unavailable` while the antivirus has not looked at it.
    """
    file = StatementFile.objects.select_related("account", "file__blob").get(pk=file_id)
    if file.state in {FileState.READ, FileState.REFUSED}:
        return file
    if file.file.state == Quarantine.RECEIVED:
        raise Unavailable
    _note(file, state=FileState.READING, lines_read=0)
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as lines:
        try:
            through = _through(file, copy, lines, now)
        except StatementMalformed as error:
            _note(file, state=FileState.REFUSED, problem=error.details)
            return file
        lines.seek(0)
        _keep(file, lines, through, now=now)
    return file


def unread_statements(*, now: datetime) -> list[int]:
    """Give the statements that came a while ago and were not read: their job gave up."""
    waiting = StatementFile.objects.filter(
        state__in=(FileState.WAITING, FileState.READING), brought_at__lt=now - _LATE
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _through(file: StatementFile, copy: BinaryIO, lines: BinaryIO, now: datetime) -> Through:
    """Read a file into lines for the database. Raises `StatementMalformed`."""
    try:
        with open_stored(file.file) as kept:
            copy.writelines(kept.chunks())
    except FileQuarantined:
        refuse(StatementFault.INFECTED, 1)
    copy.seek(0)

    def told(count: int) -> None:
        _note(file, lines_read=count)

    return read_through(file, copy, lines, now=now, told=told)


@transaction.atomic
def _keep(file: StatementFile, lines: BinaryIO, through: Through, *, now: datetime) -> None:
    """Copy the lines in, leave out those that are known, say which days are covered, and compare.

    All in one transaction: a day that is covered and has no difference may be closed. Whoever reads
    the same file a second time at once waits for the account, and finds it read.
    """
    accounts = lock_accounts(file.account.provider)
    if StatementFile.objects.get(pk=file.pk).state == FileState.READ:
        return
    account = next(one for one in accounts if one.pk == file.account_id)
    new = _copy_in(file, lines)
    for period in through.periods:
        _cover(account, file, period)
    since = min(period.since for period in through.periods)
    until = max(period.until for period in through.periods)
    account.since = min(account.since or since, since)
    account.open_since = min(account.open_since or since, since)
    account.save(update_fields=["since", "open_since"])
    _note(file, state=FileState.READ, lines_new=new, since=since, until=until)
    facts = {"file": str(file.public_id), "lines": file.lines_read, "new": new}
    record("read_statement", account, actor=SYSTEM, now=now, **facts)
    reconcile(provider=account.provider, now=now)


def _copy_in(file: StatementFile, lines: BinaryIO) -> int:
    """Copy lines in, and keep those that are not known yet; give how many."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS statement_incoming")
        cursor.execute(_INCOMING)
        with cursor.copy("COPY statement_incoming FROM STDIN") as copy:
            while part := lines.read(_CHUNK):
                copy.write(part)
        cursor.execute(_NEW, {"account": file.account_id, "file": file.pk})
        return int(cursor.rowcount)


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


def read_headings(file: StatementFile) -> list[str]:
    """Give the headings of a CSV statement, for who says which is which.

    Raises `FileQuarantined`, `StatementMalformed`.
    """
    with open_stored(file.file) as kept:
        return headings_of(io.BytesIO(kept.read(HEAD_BYTES)))
