"""`motcua receipts prove`: recounts the receipts of a year against the ledger."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.speech import refusals, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.receipts.queries.proving import Proof


@click.group(cls=SpokenGroup)
def receipts() -> None:
    """Biên lai điện tử · Electronic receipts."""


@receipts.command()
@click.option("--year", type=click.IntRange(2022, 2199), help="Năm nộp tiền · Year of payment.")
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def prove(*, year: int | None, as_json: bool) -> None:
    """Đếm lại biên lai của một năm, so với sổ cái · Recount a year's receipts against the ledger.

    Mã thoát 1 khi lệch hay thiếu số · Exit code 1 where sums differ or a number is missing.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.agencies.queries import agency_name  # noqa: PLC0415 - needs Django
        from motcua.kernel import clock  # noqa: PLC0415 - needs Django
        from motcua.receipts.queries.proving import proofs  # noqa: PLC0415 - needs Django

        chosen = year or clock.civil_date(clock.now()).year
        rows = [(agency_name(one.agency_id), one) for one in proofs(chosen)]
    click.echo(_as_json(chosen, rows) if as_json else "\n".join(_as_text(chosen, rows)))
    sys.exit(0 if all(one.is_sound for _name, one in rows) else 1)


def _as_json(year: int, rows: list[tuple[str, Proof]]) -> bytes:
    found = [
        {
            "agency": name,
            "ok": one.is_sound,
            "difference": one.difference,
            **dataclasses.asdict(one),
        }
        for name, one in rows
    ]
    document = {"ok": all(row["ok"] for row in found), "year": year, "agencies": found}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _as_text(year: int, rows: list[tuple[str, Proof]]) -> Iterator[str]:
    for name, one in rows:
        mark = "✓" if one.is_sound else "✗"
        sums = say(
            f"{one.receipts} biên lai còn hiệu lực cuối, {one.in_force} đ; sổ cái {one.kept} đ",
            f"{one.receipts} last receipts, {one.in_force} đ; ledger {one.kept} đ",
        )
        yield f"{mark} {name}: {sums}"
        for numbers in one.numbers:
            given = say("số đã cấp", "numbers given")
            there = say("biên lai", "receipts")
            sign = "✓" if numbers.is_whole else "✗"
            what = f"{numbers.symbol} {numbers.year}: {numbers.last} {given}, "
            yield f"  {sign} {what}{numbers.receipts} {there}"
        yield from (f"  {line}" for line in _faults(one))
    if not rows:
        yield say(
            f"Chưa cơ quan nào mở dãy biên lai; năm {year} không có gì để đếm.",
            f"No agency has opened a series; there is nothing to count for {year}.",
        )


def _faults(one: Proof) -> Iterator[str]:
    if one.waiting:
        yield "· " + say(
            f"{one.waiting} khoản đã thu đang chờ biên lai ({one.waiting_amount} đ)",
            f"{one.waiting} payments wait for a receipt ({one.waiting_amount} đ)",
        )
    if one.difference:
        yield "✗ " + say(
            f"lệch {one.difference} đ so với sổ cái",
            f"differs from the ledger by {one.difference} đ",
        )
    if one.unnoticed:
        yield "✗ " + say(
            f"{one.unnoticed} khoản đã thu bị bỏ sót", f"{one.unnoticed} payments passed over"
        )
