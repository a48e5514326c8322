"""`motcua audit`: proves that nobody changed the audit log."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.speech import refusals, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.kernel.audit.verifying import Problem, Report

_FAULTS = {
    "row_deleted": ("dòng đã bị xóa", "the row was deleted"),
    "row_changed": ("dòng đã bị sửa", "the row was changed"),
    "leaf_missing": ("lá của cây Merkle bị xóa", "a leaf of the Merkle tree was deleted"),
    "reordered": ("thứ tự đã bị đảo", "rows were put in another order"),
    "root_changed": ("gốc cây đã bị sửa", "the root of the tree was changed"),
    "head_mismatch": (
        "khác với đầu cây đã ký, kể từ vị trí này",
        "differs from a signed tree head, from this place on",
    ),
    "tail_cut": ("phần cuối đã bị cắt", "the end was cut off"),
    "row_smuggled": ("dòng được chèn vào sau", "the row was put in afterwards"),
    "head_bad": ("tệp đầu cây đã bị sửa", "the file of tree heads was changed"),
    "heads_missing": ("tệp đầu cây bị mất", "tree heads are missing"),
}


@click.group(cls=SpokenGroup)
def audit() -> None:
    """Kiểm chứng nhật ký kiểm toán · Verify the audit log."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
@click.option(
    "--heads",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục đầu cây giữ ở nơi khác · Folder of tree heads kept elsewhere.",
)
def verify(*, as_json: bool, heads: Path | None) -> None:
    """Đối chiếu từng dòng với đầu cây đã ký · Check every row against the signed tree heads.

    Mã thoát 1 khi có chỗ sai · Exit code 1 on any fault.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.kernel.audit.verifying import verify as check  # noqa: PLC0415 - needs Django

        report = check(heads)
    click.echo(_as_json(report) if as_json else "\n".join(_as_text(report)))
    sys.exit(0 if report.is_sound else 1)


def _as_json(report: Report) -> bytes:
    document = {"ok": report.is_sound, **dataclasses.asdict(report)}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _as_text(report: Report) -> Iterator[str]:
    for agency in report.agencies:
        count = say(
            f"{agency.size} dòng, {agency.heads} đầu cây",
            f"{agency.size} rows, {agency.heads} tree heads",
        )
        mark = "✗" if agency.problems else "✓"
        yield f"{mark} {say('Cơ quan', 'Agency')} {agency.agency}: {count}"
    yield from (f"✗ {_fault(problem)}" for problem in report.problems)
    if report.unsealed:
        waiting = say("dòng chờ niêm phong", "rows wait for the sealer")
        yield f"· {report.unsealed} {waiting}"
    sound = say("Nhật ký nguyên vẹn.", "The log is sound.")
    broken = say("Nhật ký đã bị can thiệp.", "The log was tampered with.")
    yield sound if report.is_sound else broken


def _fault(problem: Problem) -> str:
    parts = [say(*_FAULTS[problem.kind])]
    for name, value in (
        (say("cơ quan", "agency"), problem.agency),
        (say("vị trí", "place"), problem.position),
        (say("dòng", "row"), problem.row),
    ):
        if value is not None:
            parts.append(f"{name} {value}")
    return ", ".join(parts) + (f" ({problem.detail})" if problem.detail else "")
