"""`motcua intact`: whether files and database agree, signatures verify and the log is whole."""

from __future__ import annotations

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import click
import orjson

from motcua.cli import database, django
from motcua.cli.progress import line, step
from motcua.cli.speech import refusals, say
from motcua.cli.usage import OneSentence
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motcua.kernel.models import Blob
    from motcua.signatures.verdicts.trust import Trust

_AT_ONCE = 2
_GONE = frozenset({"row_deleted", "leaf_missing", "tail_cut", "heads_missing"})
_JUDGED = 200
_UNBALANCED = """
SELECT count(*) FROM (
    SELECT FROM payments_ledgerentry GROUP BY transaction_id HAVING sum(amount) <> 0
) AS wrong
"""
_BOOKINGS = "SELECT count(DISTINCT transaction_id) FROM payments_ledgerentry"


Look: TypeAlias = "Callable[[Callable[[str], None]], tuple[int, int, int]]"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was looked at, how many, how many are missing and wrong."""

    name: str
    vi: str
    en: str
    tried: int
    missing: int
    wrong: int


@click.command(cls=OneSentence)
@click.option("--all", "is_all", is_flag=True, help="Xét mọi chữ ký · Judge every signature.")
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def intact(*, is_all: bool, as_json: bool) -> None:
    """Kiểm tra nút có nguyên vẹn · Check that a node is whole.

    Mọi tệp có tên trong cơ sở dữ liệu phải có và đúng mã băm; chữ ký của các văn bản đã ký phải
    đúng (200 văn bản trải đều, --all là tất cả); nhật ký kiểm toán phải nguyên; mọi bút toán phải
    cân. Mã thoát 1 khi có chỗ sai · Every file that the database names must be there with its hash;
    signatures of issued documents must verify (200 spread over all, --all for all); the audit log
    must be whole; every booking must balance. Exit code 1 on any fault.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        signatures = partial(_signatures, is_all=is_all)
        rows = [
            _shown("files", "Tệp khớp cơ sở dữ liệu", "Files against database", _files, as_json),
            _shown("signatures", "Chữ ký số", "Signatures", signatures, as_json),
            _shown("audit", "Nhật ký kiểm toán", "Audit log", _audit, as_json),
            _shown("ledger", "Sổ cái", "Ledger", _ledger, as_json),
        ]
    if as_json:
        click.echo(orjson.dumps([asdict(row) for row in rows], option=orjson.OPT_INDENT_2))
    else:
        _print(rows)
    sys.exit(1 if any(row.missing or row.wrong for row in rows) else 0)


def _shown(name: str, vi: str, en: str, look: Look, is_silent: bool) -> Row:  # noqa: FBT001
    if is_silent:
        return Row(name, vi, en, *look(lambda _text: None))
    with step(vi, en) as shown:
        return Row(name, vi, en, *look(shown.note))


def _print(rows: list[Row]) -> None:
    heads = say("đã xét  thiếu  sai", "looked at  missing  wrong").split("  ")
    line(f"  {'':<28}" + "".join(f"{head:>12}" for head in heads))
    for row in rows:
        numbers = "".join(f"{number:>12}" for number in (row.tried, row.missing, row.wrong))
        line(f"  {say(row.vi, row.en):<28}{numbers}")


def _files(note: Callable[[str], None]) -> tuple[int, int, int]:
    """Read every file that has a row; give how many there are, are missing, have another hash."""
    from motcua.kernel.files import store_of_files  # noqa: PLC0415 - needs Django
    from motcua.kernel.models import Blob  # noqa: PLC0415 - the same

    store = store_of_files()

    def look(blob: Blob) -> str:
        try:
            with store.open(blob.path, "rb") as handle:
                return hashlib.file_digest(handle, "sha256").hexdigest()
        except OSError:
            return ""

    blobs = list(Blob.objects.only("sha256"))
    missing = wrong = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, (blob, digest) in enumerate(
            zip(blobs, pool.map(look, blobs, chunksize=1), strict=True), start=1
        ):
            missing += not digest
            wrong += bool(digest) and digest != blob.sha256
            note(f"{number}/{len(blobs)}")
    return len(blobs), missing, wrong


def _signatures(note: Callable[[str], None], *, is_all: bool) -> tuple[int, int, int]:
    """Judge issued documents; give how many, how many are not kept here, do not verify."""
    from motcua.kernel.models import Blob  # noqa: PLC0415 - needs Django
    from motcua.signatures.models import SignedDocument  # noqa: PLC0415 - the same
    from motcua.signatures.queries import node_trust  # noqa: PLC0415 - the same

    kept = Blob.objects.values("sha256")
    issued = SignedDocument.objects.filter(sha256__in=kept).order_by("-id")
    names = list(issued.values_list("sha256", flat=True))
    chosen = names if is_all else names[:: max(1, len(names) // _JUDGED)]
    now = clock.system_now()
    trust = node_trust(at=now)
    wrong = missing = 0
    for number, name in enumerate(chosen, start=1):
        verdict = _verdict(Blob.objects.get(pk=name), trust, now)
        missing += verdict == "missing"
        wrong += verdict not in {"valid", "missing"}
        note(f"{number}/{len(chosen)}")
    return len(chosen), missing, wrong


def _verdict(blob: Blob, trust: Trust, at: datetime) -> str:
    from motcua.kernel.files import store_of_files  # noqa: PLC0415 - needs Django
    from motcua.signatures.queries import verify_json, verify_pdf  # noqa: PLC0415 - the same

    try:
        with store_of_files().open(blob.path, "rb") as handle:
            content: bytes = handle.read()
    except OSError:
        return "missing"
    judge = verify_json if content[:64].lstrip()[:1] == b"{" else verify_pdf
    return judge(content, trust=trust, at=at).verdict


def _audit(note: Callable[[str], None]) -> tuple[int, int, int]:
    """Verify the audit log; give its rows and faults, missing ones first."""
    from motcua.kernel.audit.verifying import verify  # noqa: PLC0415 - needs Django

    report = verify()
    note(str(report.unsealed))
    gone = sum(each.kind in _GONE for each in report.problems)
    return sum(each.size for each in report.agencies), gone, len(report.problems) - gone


def _ledger(_note: Callable[[str], None]) -> tuple[int, int, int]:
    """Add every booking up; give how many there are and how many do not balance."""
    from django.db import connection  # noqa: PLC0415 - needs Django

    with connection.cursor() as cursor:
        cursor.execute(_BOOKINGS)
        bookings = cursor.fetchone()[0]
        cursor.execute(_UNBALANCED)
        return bookings, 0, cursor.fetchone()[0]
