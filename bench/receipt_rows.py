"""Many receipts at once: one that was paid, issued and signed, laid down again and again."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import psycopg
from psycopg.sql import SQL, Identifier

from bench.rows import insert_copies
from motcua.kernel import clock, outbox
from motcua.kernel.actors import SYSTEM
from motcua.kernel.text import fold
from motcua.payments.actions import OrderFacts, OrderLine, hear, open_order
from motcua.payments.base import Word
from motcua.receipts.actions import issue_receipt, write_papers
from motcua.receipts.models import Due

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.agencies.models import Agency
    from motcua.receipts.models import Receipt

_AMOUNT = 20_000
# Every number of the year after the seed's, over its days in their order. A hundredth of the
# orders at the end has no receipt yet.
_PLAN = """
CREATE TEMP TABLE copies AS SELECT n, number, name, folded,
  nextval('payments_order_id_seq') AS order_id,
  nextval('payments_ledgertransaction_id_seq') AS transaction_id,
  CASE WHEN n <= %(made)s THEN nextval('receipts_receipt_id_seq') END AS receipt_id,
  date_trunc('year', now()) + (now() - date_trunc('year', now())) * n / %(all)s AS at,
  upper(substr(md5('bench' || n), 1, 26)) AS code
FROM (
  SELECT n, n + c.last AS number, p.name, p.folded FROM generate_series(1, %(all)s) n
  JOIN receipts_counter c ON c.id = %(counter)s
  JOIN payers p ON p.id = n::bigint * 7919 %% (SELECT count(*) FROM payers)
  ORDER BY n
) planned
"""
_FAMILIES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi"]
_MIDDLES = ["Văn", "Thị", "Minh", "Đức", "Ngọc", "Hữu", "Thanh", "Quang"]
_GIVEN = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Long", "Mai"]
_LAST = ["Nam", "Oanh", "Phúc", "Quân", "Sơn", "Tâm", "Yến", "Anh", "Đạt", "Kiên", "Linh", "Tú"]
_ORDER = {
    "id": "c.order_id",
    "public_id": "gen_random_uuid()",
    "reference": "'MC' || lpad(c.n::text, 10, '0')",
    "key": "'bench:' || c.n",
    "opened_at": "c.at",
    "expires_at": "c.at + interval '10 days'",
    "paid_at": "c.at",
}
_TRANSACTION = {
    "id": "c.transaction_id",
    "key": "'bench:' || c.n",
    "booked_at": "c.at",
    "order_id": "c.order_id",
}
_ENTRY = {"id": "nextval('payments_ledgerentry_id_seq')", "transaction_id": "c.transaction_id"}
_RECEIPT = {
    "id": "c.receipt_id",
    "public_id": "gen_random_uuid()",
    "number": "c.number",
    "order_id": "c.order_id",
    "payer_name": "c.name",
    "payer_folded": "c.folded",
    "paid_at": "c.at",
    "issued_at": "c.at",
    "issued_on": "(c.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date",
    "verification_id": "c.code",
}
_DUE = {
    "id": "nextval('receipts_due_id_seq')",
    "order_id": "c.order_id",
    "paid_at": "c.at",
    "latest_id": "c.receipt_id",
}
_PAPERS = {"receipt_id": "c.receipt_id"}
_DOCUMENT = {
    "id": "nextval('signatures_signeddocument_id_seq')",
    "verification_id": "c.code",
    "sha256": "encode(sha256(c.code::bytea), 'hex')",
    "signed_at": "c.at",
    "reference": "'bench:' || c.n",
}
_COUNT_ON = """
UPDATE receipts_counter SET last = last + %(made)s, last_at = now() WHERE id = %(counter)s
"""
_SINCE_NEW_YEAR = """
UPDATE receipts_series SET valid_from = date_trunc('year', now())::date WHERE id =
  (SELECT series_id FROM receipts_counter WHERE id = %(counter)s)
"""


def copy_receipts(owner_url: str, agency: Agency, count: int, owed: int) -> list[int]:
    """Lay down so many receipts of this year with all that belongs to them, and orders paid.

    Give the numbers of those orders, `owed` of them, that have no receipt yet. Afterwards the
    tables are analysed.
    """
    seed = _seed(agency)
    told = {"made": count, "all": count + owed, "counter": _counter(seed)}
    with psycopg.connect(owner_url) as own:
        own.execute("SET LOCAL synchronous_commit = off")
        own.execute("SET LOCAL statement_timeout = 0")
        _payers(own)
        own.execute(_PLAN, told)
        _copy(own, "payments_order", "id", seed.order_id, _ORDER)
        _copy(own, "payments_ledgertransaction", "order_id", seed.order_id, _TRANSACTION)
        _entries(own, seed.order_id)
        _copy(own, "receipts_receipt", "id", seed.pk, _RECEIPT, only="c.receipt_id IS NOT NULL")
        _copy(own, "receipts_papers", "receipt_id", seed.pk, _PAPERS, only="c.receipt_id > 0")
        _copy(own, "receipts_due", "order_id", seed.order_id, _DUE)
        document = _document(own, seed)
        _copy(own, "signatures_signeddocument", "id", document, _DOCUMENT, only="c.receipt_id > 0")
        own.execute(_COUNT_ON, told)
        own.execute(_SINCE_NEW_YEAR, told)
        left = own.execute("SELECT order_id FROM copies WHERE receipt_id IS NULL ORDER BY n")
        orders = [row[0] for row in left]
    with psycopg.connect(owner_url, autocommit=True) as own:
        own.execute("SET statement_timeout = 0")
        own.execute("VACUUM ANALYZE")
    return orders


def _payers(own: psycopg.Connection[tuple[object, ...]]) -> None:
    """Write the names that are given in turn, as receipts are searched by them."""
    own.execute("CREATE TEMP TABLE payers (id int PRIMARY KEY, name text, folded text)")
    names = map(" ".join, itertools.product(_FAMILIES, _MIDDLES, _GIVEN, _LAST))
    with own.cursor().copy("COPY payers FROM STDIN") as rows:
        for number, name in enumerate(names):
            rows.write_row((number, name, fold(name)))


def _seed(agency: Agency) -> Receipt:
    """Have one order of the agency paid, and its receipt issued and signed, by the actions."""
    now = clock.now()
    facts = OrderFacts(
        key="bench:receipt",
        agency_id=agency.pk,
        subject_kind="bench",
        subject_id=1,
        procedure="1.004222",
        channel="online",
        description="Lệ phí đăng ký thường trú",
        lines=(OrderLine("fee", {"vi": "Lệ phí đăng ký thường trú"}, _AMOUNT),),
        expires_at=now.replace(year=now.year + 1),
    )
    order = open_order(actor=SYSTEM, facts=facts, now=now)
    word = Word(
        "bench-receipt", "received", "transfer.received", order.reference, _AMOUNT, "FTBENCH"
    )
    hear(provider="bank", word=word, body=b"{}", now=now)
    while not Due.objects.filter(order=order).exists():
        outbox.drain(now=clock.now())
    receipt = issue_receipt(actor=SYSTEM, order_id=order.pk, now=clock.now())
    write_papers(receipt_id=receipt.pk, now=clock.now())
    return receipt


def _counter(seed: Receipt) -> int:
    number: int = seed.series.counters.get(year=seed.year).pk
    return number


def _document(own: psycopg.Connection[tuple[object, ...]], seed: Receipt) -> int:
    row = own.execute(
        "SELECT id FROM signatures_signeddocument WHERE verification_id = %s",
        (seed.verification_id,),
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def _entries(own: psycopg.Connection[tuple[object, ...]], order_id: int) -> None:
    """Copy both sides of the seed's booking, for every order."""
    rows = own.execute(
        "SELECT e.id FROM payments_ledgerentry e JOIN payments_ledgertransaction t"
        " ON t.id = e.transaction_id WHERE t.order_id = %s ORDER BY e.id",
        (order_id,),
    ).fetchall()
    for (number,) in rows:
        _copy(own, "payments_ledgerentry", "id", int(str(number)), _ENTRY)


def _copy(
    own: psycopg.Connection[tuple[object, ...]],
    table: str,
    key: str,
    value: int,
    fresh: Mapping[str, str],
    *,
    only: str = "true",
) -> None:
    """Write a row of a table once for every planned copy, with its own values."""
    source = SQL(", {} d WHERE d.{} = {} AND {} ORDER BY c.n").format(
        Identifier(table), Identifier(key), value, SQL(only)
    )
    insert_copies(own, table, source, fresh)
