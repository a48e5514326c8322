"""`motcua procedures …`: check packs and print their schema, and import the national catalogue."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.cli.catalogue import import_command
from motcua.cli.exporting import export_command
from motcua.cli.help import SpokenGroup
from motcua.cli.levels import level_command
from motcua.cli.process import process_command
from motcua.cli.proofs import prove_command
from motcua.cli.speech import Refused, say
from motcua.cli.usage import OneSentence
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.procedures.base.lint import Finding


@click.group(cls=SpokenGroup)
def procedures() -> None:
    """Danh mục thủ tục · The catalogue of procedures."""


@procedures.command("lint", cls=OneSentence)
@click.argument(
    "path", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def lint_command(*, path: Path | None, as_json: bool) -> None:
    """Kiểm tra các gói trong PATH · Check the packs in PATH.

    Mặc định là các gói kèm theo. Mã thoát 1 khi có gì sai; điều chờ xác nhận chỉ được nêu ra · The
    shipped ones unless given. Exit code 1 where something is wrong; what awaits confirmation is
    only told.
    """
    from motcua.procedures.base.lint import lint_folder  # noqa: PLC0415 - loads typst and pydantic

    count, findings = lint_folder(path, today=clock.civil_date(clock.system_now()))
    if not count:
        raise Refused("Không thấy gói thủ tục nào ở đó.", "There is no pack there.")
    if as_json:
        click.echo(json.dumps(_as_json(count, findings), ensure_ascii=False))
    else:
        _tell(count, findings)
    if any(finding.severity == "error" for finding in findings):
        click.get_current_context().exit(1)


@procedures.command("schema", cls=OneSentence)
def schema_command() -> None:
    """In JSON Schema của gói thủ tục · Print the JSON Schema of a pack."""
    from motcua.procedures.base.packs import pack_schema  # noqa: PLC0415 - loads pydantic

    click.echo(json.dumps(pack_schema(), ensure_ascii=False))


procedures.add_command(export_command)
procedures.add_command(import_command)
procedures.add_command(level_command)
procedures.add_command(process_command)
procedures.add_command(prove_command)


def _as_json(count: int, findings: Sequence[Finding]) -> dict[str, object]:
    severities = Counter(finding.severity for finding in findings)
    return {
        "packs": count,
        "errors": severities["error"],
        "warnings": severities["warning"],
        "findings": [
            {
                "pack": finding.pack,
                "where": finding.where,
                "code": finding.code,
                "severity": finding.severity,
                "text": finding.text,
            }
            for finding in findings
        ],
    }


def _tell(count: int, findings: Sequence[Finding]) -> None:
    words = {"error": say("lỗi", "error"), "warning": say("cần xác nhận", "to confirm")}
    for finding in findings:
        kind = f"{words[finding.severity]} ({finding.code})"
        click.echo(f"{finding.pack} {finding.where}: {kind}: {finding.text}")
    severities = Counter(finding.severity for finding in findings)
    errors, warnings = severities["error"], severities["warning"]
    click.echo(
        say(
            f"{count} gói, {errors} lỗi, {warnings} điều cần xác nhận.",
            f"{count} packs, {errors} errors, {warnings} to confirm.",
        )
    )
