"""Which line of a statement is which booking: compared in the database, a kind of match at a time.

By the provider's own number first. Only a line that has none is matched by the reference it names,
and at last by its amount, where no other line and no other booking could be meant. Whatever order
lines and bookings come in, the answer is the same, and no more than a few of them are in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection

from motcua.kernel.clock import ZONE
from motcua.payments.actions.matching import orders_named
from motcua.payments.enums import AccountKind, LineState
from motcua.payments.models import LedgerAccount, StatementLine
from motcua.payments.queries.unclear import ADJUSTED, ANEW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django.db.backends.utils import CursorWrapper

_MANY = 2000
# What is booked from this hour on a bank may count to its next day; no text says so. Anything
# earlier that a day's statement does not have differs, save where an account is told of days later.
_LATE = time(16)

# `verdict` says how a line fits its booking (fits, amount), or that it is there twice.
_TABLES = """DROP TABLE IF EXISTS comparing_line, comparing_row, comparing_booking, comparing_name,
    comparing_day, comparing_difference;
  CREATE TEMPORARY TABLE comparing_line (id bigint PRIMARY KEY, account bigint, day date,
    amount bigint, kind text, number text, booking bigint, verdict text) ON COMMIT DROP;
  CREATE INDEX ON comparing_line (booking);
  CREATE TEMPORARY TABLE comparing_row (id bigint PRIMARY KEY, key text, at timestamptz,
    order_id bigint) ON COMMIT DROP;
  CREATE TEMPORARY TABLE comparing_booking (id bigint PRIMARY KEY, day date, number text,
    order_id bigint, amount bigint, is_taken boolean, may_follow boolean) ON COMMIT DROP;
  CREATE INDEX ON comparing_booking (number);
  CREATE TEMPORARY TABLE comparing_name (line bigint, reference text) ON COMMIT DROP;
  CREATE INDEX ON comparing_name (line);
  CREATE TEMPORARY TABLE comparing_day (day date, account bigint, last date, is_over boolean)
    ON COMMIT DROP;
  CREATE TEMPORARY TABLE comparing_difference (line bigint, booking bigint, account bigint,
    day date, kind text, amount bigint, PRIMARY KEY (line, booking)) ON COMMIT DROP"""

_LOOK_AGAIN = "ANALYZE comparing_line"

_LINES = """INSERT INTO comparing_line
  SELECT id, account_id, day, amount, kind, transaction FROM payments_statementline
  WHERE account_id = ANY(%(accounts)s::bigint[]) AND state = 'open'"""

# What the ledger has since a day, what the lines name beside, and what was put right since. Each is
# looked up by its key, whatever the database believes of tables that grew this very minute.
_FOUND = "one.id, one.key, one.booked_at, one.order_id"
_ROWS = (
    f"""INSERT INTO comparing_row SELECT {_FOUND} FROM payments_ledgertransaction AS one
  WHERE booked_at >= %(start)s::timestamptz""",  # noqa: S608 - ours
    f"""INSERT INTO comparing_row SELECT DISTINCT {_FOUND} FROM comparing_line AS line
  CROSS JOIN LATERAL (SELECT * FROM payments_ledgertransaction AS own
    WHERE own.key IN (%(prefix)s::text || line.number,
      %(prefix)s::text || line.number || %(anew)s::text) OFFSET 0) AS one
  WHERE line.number <> '' AND one.booked_at < %(start)s::timestamptz""",  # noqa: S608 - ours
    f"""INSERT INTO comparing_row SELECT {_FOUND} FROM comparing_row AS anew
  CROSS JOIN LATERAL (SELECT * FROM payments_ledgertransaction AS own
    WHERE own.key = left(anew.key, -length(%(anew)s::text)) OFFSET 0) AS one
  WHERE right(anew.key, length(%(anew)s::text)) = %(anew)s::text
  ON CONFLICT DO NOTHING""",  # noqa: S608 - ours
)

# A booking counts together with the one that put it right: both have one number.
_BOOKINGS = """INSERT INTO comparing_booking
  SELECT min(one.id), (array_agg((one.at AT TIME ZONE %(zone)s::text)::date ORDER BY one.id))[1],
    CASE WHEN starts_with(base, %(prefix)s::text)
      THEN substr(base, length(%(prefix)s::text) + 1) ELSE base END,
    max(one.order_id), sum(side.moved), bool_or(is_taken),
    (array_agg((one.at AT TIME ZONE %(zone)s::text)::time >= %(late)s::time ORDER BY one.id))[1]
  FROM (SELECT *, CASE WHEN right(key, length(%(anew)s::text)) = %(anew)s::text
      THEN regexp_replace(key, '(' || %(anew)s::text || ')+$', '') ELSE key END AS base
    FROM comparing_row
    WHERE NOT starts_with(key, %(prefix)s::text || %(adjusted)s::text)) AS one
  CROSS JOIN LATERAL (SELECT sum(entry.amount) AS moved FROM payments_ledgerentry AS entry
    WHERE entry.transaction_id = one.id
      AND entry.account_id + 0 = ANY(%(clearing)s::bigint[])) AS side
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM payments_statementline AS line
      WHERE line.booking_id = one.id AND line.state = 'matched')
    OR EXISTS (SELECT FROM payments_difference AS settled
      WHERE settled.booking_id = one.id AND settled.state = 'settled') AS is_taken OFFSET 0) AS seen
  WHERE side.moved IS NOT NULL
  GROUP BY base HAVING sum(side.moved) <> 0"""

# How badly a line fits, so that the same one is chosen in whatever order they come.
_DISTANCE = """line.amount <> booking.amount, abs(line.day - booking.day),
    abs(line.amount - booking.amount), line.day, line.id"""

# Of several lines with a booking's number the one that fits best, the others are there twice. A
# line that moves money the other way is no second booking of it: something was undone.
_BY_NUMBER = f"""UPDATE comparing_line AS line
  SET booking = CASE WHEN place = 1 AND NOT is_taken THEN ranked.booking END,
    verdict = CASE WHEN place > 1 OR is_taken THEN 'twice' WHEN fits THEN 'fits' ELSE 'amount' END
  FROM (
    SELECT line.id AS line, booking.id AS booking, booking.is_taken,
      line.amount = booking.amount AS fits,
      row_number() OVER (PARTITION BY booking.id ORDER BY {_DISTANCE}) AS place
    FROM comparing_line AS line JOIN comparing_booking AS booking
      ON booking.number = line.number AND (booking.amount > 0) = (line.amount > 0)
    WHERE line.number <> ''
  ) AS ranked WHERE ranked.line = line.id"""  # noqa: S608 - ours

_FREE = """SELECT * FROM comparing_booking AS booking WHERE NOT is_taken
  AND NOT EXISTS (SELECT FROM comparing_line AS line WHERE line.booking = booking.id)"""

# Every line without a number beside every booking of what it names, the best pairs first.
_CHOICES = f"""WITH free AS ({_FREE}), named AS (
    SELECT name.line, free.id FROM comparing_name AS name
      JOIN payments_order AS one ON one.reference = name.reference
      JOIN free ON free.order_id = one.id
    UNION SELECT name.line, free.id FROM comparing_name AS name
      JOIN payments_refund AS one ON one.reference = name.reference
        AND one.provider = %(provider)s::text AND one.booked_as <> ''
      JOIN free ON free.number = one.booked_as
  )
  SELECT line.id, booking.id, line.amount = booking.amount FROM named
  JOIN comparing_line AS line ON line.id = named.line
  JOIN free AS booking ON booking.id = named.id
  WHERE abs(line.day - booking.day) <= %(within)s::int
    AND (line.amount > 0) = (booking.amount > 0)
  ORDER BY {_DISTANCE}, booking.day, booking.id"""  # noqa: S608 - ours

_PAIR = """UPDATE comparing_line AS line SET booking = pair.booking, verdict = pair.verdict
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS pair (line, booking, verdict)
  WHERE line.id = pair.line"""

# Lines that name nothing, where only one line and one booking could be meant: counted by day and
# amount, since a day may have very many of one fee.
_BY_AMOUNT = f"""WITH free AS ({_FREE}), bookings AS (
    SELECT amount, day, count(*) AS count, min(id) AS id FROM free GROUP BY 1, 2
  ), lines AS (
    SELECT amount, day, count(*) AS count, min(id) AS id FROM comparing_line AS line
    WHERE number = '' AND verdict IS NULL
      AND NOT EXISTS (SELECT FROM comparing_name WHERE comparing_name.line = line.id)
    GROUP BY 1, 2
  ), near AS (
    SELECT lines.id AS line, bookings.id AS booking,
      sum(bookings.count) OVER (PARTITION BY lines.amount, lines.day) AS meant,
      sum(lines.count) OVER (PARTITION BY bookings.amount, bookings.day) AS wanted
    FROM lines JOIN bookings ON bookings.amount = lines.amount
      AND abs(bookings.day - lines.day) <= %(within)s::int
  )
  UPDATE comparing_line AS line SET booking = near.booking, verdict = 'fits'
  FROM near WHERE near.line = line.id AND meant = 1 AND wanted = 1"""  # noqa: S608 - ours

_KEEP_MATCHES = """UPDATE payments_statementline AS kept
  SET booking_id = line.booking, state = 'matched'
  FROM comparing_line AS line WHERE line.id = kept.id AND line.verdict = 'fits'"""

# Every difference that there is now. A late booking without a line may still have one on a day
# that follows, until those were told of too.
_DIFFERING = f"""INSERT INTO comparing_difference (line, booking, account, day, kind, amount)
  SELECT line.id, coalesce(line.booking, 0), line.account, line.day,
    CASE WHEN verdict IS NOT NULL THEN verdict WHEN kind = 'fee' THEN 'fee'
      WHEN kind IN ('refund', 'chargeback', 'reversal') THEN 'returned' ELSE 'said' END,
    line.amount - coalesce(booking.amount, 0)
  FROM comparing_line AS line LEFT JOIN comparing_booking AS booking ON booking.id = line.booking
  WHERE verdict IS DISTINCT FROM 'fits'
  UNION ALL
  SELECT 0, free.id, told.account,
    CASE WHEN is_over AND may_follow THEN told.last ELSE free.day END,
    CASE WHEN is_over OR NOT may_follow THEN 'booked' ELSE 'waiting' END, -free.amount
  FROM ({_FREE}) AS free JOIN comparing_day AS told ON told.day = free.day"""  # noqa: S608 - ours

_SAME = (
    """found.line = coalesce(kept.line_id, 0) AND found.booking = coalesce(kept.booking_id, 0)"""
)
_OF = "kept.account_id = ANY(%(accounts)s::bigint[]) AND kept.state = 'open'"

# What is there no more has resolved by itself; what is there still is kept; the rest is new.
_KEEP_DIFFERENCES = (
    f"""UPDATE payments_difference AS kept
  SET state = 'gone', ended_at = %(now)s::timestamptz
  WHERE {_OF} AND NOT EXISTS (SELECT FROM comparing_difference AS found
    WHERE {_SAME})""",  # noqa: S608 - ours
    f"""UPDATE payments_difference AS kept
  SET kind = found.kind, day = found.day, amount = found.amount, account_id = found.account
  FROM comparing_difference AS found WHERE {_OF} AND {_SAME}
    AND (kept.kind, kept.day, kept.amount, kept.account_id)
      IS DISTINCT FROM (found.kind, found.day, found.amount, found.account)""",  # noqa: S608 - ours
    f"""DELETE FROM comparing_difference AS found USING payments_difference AS kept
  WHERE {_OF} AND {_SAME}""",  # noqa: S608 - ours
    """INSERT INTO payments_difference (public_id, account_id, day, kind, line_id, booking_id,
    amount, state, found_at)
  SELECT gen_random_uuid(), account, day, kind, nullif(line, 0), nullif(booking, 0), amount,
    'open', %(now)s::timestamptz FROM comparing_difference ORDER BY day, line, booking""",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: a provider's accounts with its bookings since a day.

    `within` is how many days may lie between a line and its booking; `days` are those whose
    statements were read, each with the account that a booking of it belongs to.
    """

    provider: str
    accounts: Sequence[int]
    since: date
    within: int
    days: Mapping[date, int]


def compare(asked: Asked, *, now: datetime) -> None:
    """Keep which open line fits which booking, and what differs.

    What fits stays matched. The caller has locked the accounts.
    """
    values: dict[str, Any] = {
        "provider": asked.provider,
        "prefix": f"{asked.provider}:",
        "accounts": list(asked.accounts),
        "clearing": _clearing(asked.provider),
        "start": datetime.combine(asked.since, time.min, ZONE),
        "zone": str(ZONE),
        "within": asked.within,
        "late": _LATE if asked.within == 1 else time.min,
        "anew": ANEW,
        "adjusted": ADJUSTED,
        "now": now,
    }
    with connection.cursor() as cursor:
        for statement in _TABLES.split(";"):
            cursor.execute(statement)
        # Each step is planned by what the one before left.
        for statement in (_LINES, _LOOK_AGAIN, *_ROWS, "ANALYZE comparing_row"):
            _run(cursor, statement, values)
        for statement in (_BOOKINGS, "ANALYZE comparing_booking", _BY_NUMBER, _LOOK_AGAIN):
            _run(cursor, statement, values)
        _by_reference(cursor, asked, values)
        _tell_days(cursor, asked)
        for statement in (_BY_AMOUNT, _LOOK_AGAIN, _KEEP_MATCHES, _DIFFERING):
            _run(cursor, statement, values)
        for statement in ("ANALYZE comparing_difference", *_KEEP_DIFFERENCES):
            _run(cursor, statement, values)


def _run(cursor: CursorWrapper, statement: str, values: Mapping[str, Any]) -> None:
    """Run a statement with those of the values that it names."""
    cursor.execute(statement, {name: values[name] for name in values if f"%({name})s" in statement})


def _clearing(provider: str) -> list[int]:
    rows = LedgerAccount.objects.filter(kind=AccountKind.CLEARING, provider=provider)
    return list(rows.values_list("pk", flat=True))


def _by_reference(cursor: CursorWrapper, asked: Asked, values: Mapping[str, Any]) -> None:
    """Match lines without a number with bookings of what they name, the best pairs first."""
    for lines, references in _names(asked.accounts):
        cursor.execute(
            "INSERT INTO comparing_name SELECT * FROM unnest(%s::bigint[], %s::text[])",
            (lines, references),
        )
    cursor.execute("ANALYZE comparing_name")
    lines_taken: set[int] = set()
    bookings_taken: set[int] = set()
    for choices in _choices(values):
        pairs = []
        for line, booking, fits in choices:
            if line not in lines_taken and booking not in bookings_taken:
                lines_taken.add(line)
                bookings_taken.add(booking)
                pairs.append((line, booking, "fits" if fits else "amount"))
        if pairs:
            cursor.execute(_PAIR, [list(column) for column in zip(*pairs, strict=True)])


def _choices(values: Mapping[str, Any]) -> Iterator[list[tuple[int, int, bool]]]:
    with connection.chunked_cursor() as cursor:
        _run(cursor, _CHOICES, values)
        while rows := cursor.fetchmany(_MANY):
            yield rows


def _names(accounts: Sequence[int]) -> Iterator[tuple[list[int], list[str]]]:
    """Give what lines without a number name, some lines at a time; others need none."""
    bare = StatementLine.objects.filter(
        account__in=accounts, state=LineState.OPEN, transaction=""
    ).only("reference", "content", "amount")
    left = bare.order_by("pk").iterator(_MANY)
    while rows := list(islice(left, _MANY)):
        said = [(f"{row.reference} {row.content}", abs(row.amount)) for row in rows]
        named = [
            (row.pk, reference)
            for row, references in zip(rows, orders_named(said), strict=True)
            for reference in sorted(references)
        ]
        if named:
            yield [line for line, _ in named], [reference for _, reference in named]


def _tell_days(cursor: CursorWrapper, asked: Asked) -> None:
    """Say which days were told of, and until when a booking of each may wait for its line."""
    rows = []
    for day, account in asked.days.items():
        following = [day.fromordinal(day.toordinal() + more) for more in range(asked.within + 1)]
        is_over = all(one in asked.days for one in following)
        rows.append((day, account, following[-1], is_over))
    cursor.execute(
        """INSERT INTO comparing_day
           SELECT * FROM unnest(%s::date[], %s::bigint[], %s::date[], %s::boolean[])""",
        [[row[place] for row in rows] for place in range(4)],
    )
    cursor.execute("ANALYZE comparing_day")
