"""A statement of a whole month of a city: read and compared in bounded memory, and in seconds."""

from __future__ import annotations

import io
import resource
import time
import tracemalloc
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.payments.actions import bring_statement, own_accounts, read_statement
from motcua.payments.actions.booking import clearing, suspense
from motcua.payments.base.statements import Brought
from motcua.payments.models import Difference, StatementFile, StatementLine
from tests.cast import NOW
from tests.payments.statements import camt, detail, entry, sheet

pytestmark = pytest.mark.django_db
DAY = civil_date(NOW)
_BOOKED = """WITH made AS (
  INSERT INTO payments_ledgertransaction (key, booked_at, description)
  SELECT 'bank:' || %s || n, %s, 'x' FROM generate_series(1, %s) AS n RETURNING id)
INSERT INTO payments_ledgerentry (transaction_id, account_id, amount)
  SELECT id, %s::bigint, 20000 FROM made UNION ALL SELECT id, %s::bigint, -20000 FROM made"""
MEGABYTE = 1024 * 1024


def booked(count, mark):
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, (mark, NOW, count, clearing("bank").pk, suspense("bank").pk))


def lines(count, mark):
    """Give lines of a day: nearly all as booked, one in a thousand with another amount."""
    return [
        (f"{mark}{n}", 20_000 if n % 1000 else 19_000, f"NGUYEN VAN {n} nop le phi MC2345678{n}")
        for n in range(1, count + 1)
    ]


def as_sheet(count, mark):
    return sheet(*lines(count, mark), day=DAY)


def as_camt(count, mark):
    rows = lines(count, mark)
    entries = (
        entry(number, amount, details=f"<NtryDtls>{detail(number, amount, text)}</NtryDtls>")
        for number, amount, text in rows
    )
    return camt(*entries, closing=sum(amount for _, amount, _ in rows))


def bring(content):
    account = own_accounts(now=NOW)[0]
    given = Brought(io.BytesIO(content), "sao-ke")
    return bring_statement(actor=SYSTEM, account_id=account.pk, brought=given, now=NOW).pk


def read(file_id):
    return read_statement(file_id=file_id, now=NOW)


def of_reading(count, mark):
    """Give how many questions reading so many lines asks, and how many bytes of Python it takes."""
    booked(count, mark)
    file_id = bring(as_sheet(count, mark))
    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        read(file_id)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return len(asked), most


def test_ten_times_the_lines_ask_no_more_questions_and_take_no_more_memory():
    of_reading(30, "W")  # what is made once is made now
    few, little = of_reading(300, "A")
    many, much = of_reading(3000, "B")
    assert StatementLine.objects.filter(state="matched").count() == 30 + 300 + 3000 - 3
    assert Difference.objects.filter(kind="amount", amount=-1_000).count() == 3
    assert many == few
    assert much < little + MEGABYTE


def _high_water():
    text = Path("/proc/self/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) * 1024


def _worked():
    """Give the seconds that this process and those it started have worked, whoever else did."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(one)[:2]) for one in whose)


@pytest.mark.drill
@pytest.mark.parametrize("written", [as_sheet, as_camt])
def test_a_hundred_thousand_lines_take_less_than_half_a_minute_and_little_memory(written, capsys):
    booked(100_000, "A")
    file_id = bring(written(100_000, "A"))
    Path("/proc/self/clear_refs").write_text("5")
    before, began, worked = _high_water(), time.perf_counter(), _worked()
    file = read(file_id)
    took, grew = time.perf_counter() - began, _high_water() - before
    worked = _worked() - worked
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (LIKE payments_statementline)")
        began = time.perf_counter()
        with io.BytesIO() as copied:
            with cursor.copy("COPY payments_statementline TO STDOUT") as out:
                for part in out:
                    copied.write(part)
            began = time.perf_counter()
            with cursor.copy("COPY bare FROM STDIN") as into:
                into.write(copied.getvalue())
        bare = time.perf_counter() - began
    with capsys.disabled():
        said = (
            f"{took:.1f} s ({worked:.1f} s of work), {grew // MEGABYTE} MB; bare COPY {bare:.1f} s"
        )
        print(f"\n{written.__name__}: {said}")  # noqa: T201 - asked for
    assert (file.lines_new, Difference.objects.count()) == (100_000, 100)
    assert StatementFile.objects.get().lines_read == 100_000
    assert worked < 30
    assert grew < 100 * MEGABYTE
