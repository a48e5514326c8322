"""Receipts at a million of them: issuing, the register, finding, the tax list, the check."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection

from bench.figures import Figure, duration, percentile, rate
from bench.pages import Official, measured, sent
from bench.receipt_rows import copy_receipts
from bench.stage import Heard, send
from motcua.agencies.enums import Role
from motcua.agencies.models import Agency, Posting
from motcua.desk.receipts.base import as_csv, as_xml
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.receipts.actions import AT_ONCE, issue_receipts, write_all_papers
from motcua.receipts.actions.writing import WRITTEN_AT_ONCE
from motcua.receipts.models import Papers, Receipt
from motcua.receipts.queries import agencies_with_series
from motcua.receipts.queries.papers import receipt_pdf
from motcua.receipts.queries.proving import proof_of
from motcua.receipts.queries.register import PAGE, Wanted
from motcua.signatures.providers import provider_named
from motcua.signatures.queries import signing_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from bench.stage import Stage
    from motcua.signatures.models import SigningKey

_TRIES_OF_AN_ADDRESS = 50  # the limit is sixty a minute
_DEEP = 10
_OWED = 6  # for so many receipts one order without, more than all rounds issue
_JOBS_AT_ONCE = 2
_PLACES = 40
_MEGABYTE = 1024**2
_NAMES = ("nguyen van an", "Trần Thị", "đức", "pham minh long", "yến")
_BARE = (
    "UPDATE receipts_counter SET last = last WHERE id = (SELECT min(id) FROM receipts_counter)",
    "INSERT INTO bench_receipt SELECT * FROM receipts_receipt WHERE id ="
    " (SELECT max(id) FROM receipts_receipt)",
    "INSERT INTO kernel_auditrow (at, agency_id, actor_kind, action, subject_kind, subject_id,"
    " data) VALUES (now(), %(agency)s, 'system', 'bench.issue', 'receipt', '1', '{}')",
    "INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)"
    " VALUES (%(agency)s, 'bench.nothing', '{}', now())",
)
_COPIED = """
COPY (SELECT form_symbol, symbol, number, issued_on, kind, amount, effect, verification_id
      FROM receipts_receipt WHERE agency_id = {} ORDER BY id) TO STDOUT
"""


def receipts(stage: Stage) -> Iterator[Figure]:
    """Fill one agency's year with receipts, then issue, read, find, list and check."""
    accountant = _accountant()
    agency = Agency.objects.get(pk=min(accountant.actor.agencies(Role.ACCOUNTANT)))
    owed = copy_receipts(
        stage.node.urls.owner, agency, stage.size.receipts, stage.size.receipts // _OWED
    )
    more = {"receipts": float(Receipt.objects.count())}
    yield from _issuing(stage, agency, owed, more)
    yield _writing(stage, agency, more)
    today = civil_date(clock.now())
    year = Wanted(agency.pk, today.replace(month=1, day=1), today)
    for name, paths in (
        ("receipts_register_p95", _register(year)),
        ("receipts_search_p95", _searches(year)),
        ("receipts_usage_p95", [_address("bien-lai/su-dung", year)]),
    ):
        asked = [accountant.get(path) for path in itertools.islice(itertools.cycle(paths), _PLACES)]
        yield measured(stage, name, lambda asked=asked: asked, **more)  # type: ignore[misc]
    yield _checking(stage, agency, more)
    yield from _listing(stage, year)
    began = time.monotonic()
    proof = proof_of(agency.pk, today.year)
    seconds = round(time.monotonic() - began, 2)
    told = {**more, "sound": float(proof.is_sound), "difference": float(proof.difference)}
    yield Figure("receipts_proof", seconds, "s", more=told)
    connection.close()


def _accountant() -> Official:
    today = civil_date(clock.now())
    numbering = agencies_with_series(today)
    postings = Posting.objects.filter(role=Role.ACCOUNTANT, unit__agency__in=numbering)
    held = postings.valid_on(today).select_related("official__account").order_by("id")
    return next(Official(one.official.account) for one in held if hasattr(one.official, "account"))


def _issuing(
    stage: Stage, agency: Agency, owed: Sequence[int], more: dict[str, float]
) -> Iterator[Figure]:
    """Issue receipts as the worker does in a rush, many in one transaction, and one by one.

    The floor are their bare rows, in as many transactions.
    """
    left = iter(owed)
    with psycopg.connect(stage.node.urls.owner, autocommit=True) as own:
        own.execute("CREATE TABLE bench_receipt (LIKE receipts_receipt)")
        for name, at_once in (("receipts_issued", AT_ONCE), ("receipts_issued_alone", 1)):
            issue = partial(_issue, left, at_once)
            write_rows = partial(_write_rows, own, agency, at_once)
            rounds, floors = [], []
            for _ in range(stage.size.rounds):
                rounds.append(_done(stage, issue) * at_once)
                floors.append(_done(stage, write_rows) * at_once)
            yield rate(name, rounds, floors, **more)
        own.execute("DROP TABLE bench_receipt")


def _issue(left: Iterator[int], at_once: int) -> None:
    some = list(itertools.islice(left, at_once))
    if len(issue_receipts(actor=SYSTEM, order_ids=some, now=clock.now())) != at_once:
        raise RuntimeError("an order got no receipt")


def _write_rows(own: psycopg.Connection[Any], agency: Agency, at_once: int) -> None:
    with own.transaction():
        for _ in range(at_once):
            for statement in _BARE:
                own.execute(statement, {"agency": agency.pk})


def _writing(stage: Stage, agency: Agency, more: dict[str, float]) -> Figure:
    """Set, sign and keep both files of receipts, two jobs at once as a worker does them.

    The floor, in turn with it, sets the same pages, signs twice and writes two files, no more.
    """
    rows = Papers.objects.filter(written_at=None, receipt__agency=agency).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True))
    some = [numbers[at : at + WRITTEN_AT_ONCE] for at in range(0, len(numbers), WRITTEN_AT_ONCE)]
    left, receipts = iter(some), itertools.cycle(Receipt.objects.filter(pk__in=numbers[:50]))
    bare = partial(_write_bare, signing_key(agency_id=agency.pk, at=clock.now()), receipts)
    rounds, floors = [], []
    for _ in range(stage.size.rounds):
        with ThreadPoolExecutor(_JOBS_AT_ONCE) as pool:
            jobs = [pool.submit(_write_for, stage, left) for _job in range(_JOBS_AT_ONCE)]
            rounds.append(sum(job.result() for job in jobs))
        floors.append(_done(stage, bare))
    return rate("receipts_written", rounds, floors, **more)


def _write_for(stage: Stage, left: Iterator[list[int]]) -> float:
    def write() -> None:
        write_all_papers(receipt_ids=next(left), now=clock.now())

    try:
        return _done(stage, write) * WRITTEN_AT_ONCE
    finally:
        connection.close()


def _write_bare(key: SigningKey | None, receipts: Iterator[Receipt]) -> None:
    assert key is not None
    page = receipt_pdf(next(receipts), now=clock.now())
    provider = provider_named(key.provider)
    for content in (page, page[:5000]):
        with tempfile.NamedTemporaryFile(dir=settings.DATA) as file:
            file.write(content + provider.sign(key.reference, content))
            file.flush()
            os.fsync(file.fileno())


def _done(stage: Stage, act: Callable[[], object]) -> float:
    count, began = 0, time.monotonic()
    while time.monotonic() - began < stage.size.seconds:
        act()
        count += 1
    return count / (time.monotonic() - began)


def _address(place: str, wanted: Wanted, **more: object) -> str:
    pairs = {"agency": wanted.agency_id, "since": _day(wanted.since), "until": _day(wanted.until)}
    return f"/{place}?{urlencode(pairs | more)}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _register(year: Wanted) -> list[str]:
    """Give the first page of the month and of the year, one kind, and pages far behind."""
    rows = Receipt.objects.filter(agency=year.agency_id).order_by("id").values_list("id", flat=True)
    first, last = rows[0], rows.reverse()[0]
    step = max((last - first) // _DEEP, PAGE)
    deep = [_address("bien-lai/", year, after=number) for number in range(last, first, -step)]
    return ["/bien-lai/", _address("bien-lai/", year, kind="cancellation"), *deep]


def _searches(year: Wanted) -> list[str]:
    """Give searches by a number, an order and parts of names, common, rare and unknown."""
    some = Receipt.objects.filter(agency=year.agency_id).select_related("order")
    found = [some.order_by("id")[place] for place in (3, 300)]
    words = [str(one.number) for one in found] + [one.order.reference for one in found]
    return [
        _address("bien-lai/", year, words=each) for each in (*words, *_NAMES, "không ai tên thế")
    ]


def _checking(stage: Stage, agency: Agency, more: dict[str, float]) -> Figure:
    """Open what a code says, a few from each of many addresses, as the limit wants it."""
    written = Receipt.objects.filter(agency=agency, papers__written_at__isnull=False)
    rows = written.order_by("-id")
    codes = list(rows.values_list("verification_id", flat=True)[5000 : 5000 + stage.size.requests])
    codes = codes or list(rows.values_list("verification_id", flat=True)[: stage.size.requests])
    asked = [f"GET /v/{code} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for code in codes]
    addresses, rounds, floors, middles = itertools.count(2), [], [], []
    for _ in range(stage.size.rounds):
        heard = Heard()
        for start in range(0, len(asked), _TRIES_OF_AN_ADDRESS):
            number = next(addresses)
            address = f"127.2.{number >> 8 & 255}.{number & 255}"
            share = iter(asked[start : start + _TRIES_OF_AN_ADDRESS])
            heard.answers += send(stage.node.port, [share], address=address).expect(200).answers
        rounds.append(heard.at(0.95))
        middles.append(heard.at(0.5))
        up = [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] * len(asked)
        floors.append(sent(stage, up).at(0.95))
    middle = percentile(middles, 0.5)
    return duration("receipts_checked_p95", rounds, floors, p50_ms=middle, **more)


def _listing(stage: Stage, year: Wanted) -> Iterator[Figure]:
    """Write the tax authority's list of the year; the floor copies the bare columns out."""
    agency = Agency.objects.get(pk=year.agency_id)
    with psycopg.connect(stage.node.urls.owner) as own:
        own.execute("SET statement_timeout = 0")
        began, floor = time.monotonic(), 0
        with own.cursor().copy(_COPIED.format(int(year.agency_id))) as rows:
            floor = sum(1 for _row in rows.rows())
        copied = floor / (time.monotonic() - began)
    for name, write in (("csv", partial(as_csv, year)), ("xml", partial(as_xml, year, agency))):
        before, began = _resident(), time.monotonic()
        lines, most = 0, before
        for line in write():
            lines += line.count("\n")
            most = max(most, _resident()) if lines % 5000 == 0 else most
        took = time.monotonic() - began
        more = {"rows": float(lines), "seconds": round(took, 1), "grown_mb": most - before}
        yield rate(f"receipts_list_{name}", [lines / took], [copied], **more)


def _resident() -> float:
    """Give the megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE, 1)
