"""`motcua procedures lint`: the checks a procedure passes before it is published."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from motcua.cli import database, django
from motcua.cli.speech import Refused, counted, language, refusals, say
from motcua.cli.usage import OneSentence
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from motcua.procedures.base.lint import Finding


@click.command("lint", cls=OneSentence)
@click.argument("what", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def lint_command(*, what: tuple[str, ...], as_json: bool) -> None:
    """Kiểm tra gói, thủ tục · Check packs and procedures.

    WHAT là thư mục chứa gói hoặc mã thủ tục: gói kèm theo, nếu không có thì bản mới nhất trong cơ
    sở dữ liệu; mặc định là mọi gói kèm theo. Mã thoát 1 khi có gì sai; điều chờ xác nhận chỉ được
    nêu ra · WHAT is a folder of packs or a procedure's code: the shipped pack, else the newest
    version in the database; every shipped one unless given. Exit code 1 where something is wrong;
    what awaits confirmation is only told.
    """
    today = clock.civil_date(clock.system_now())
    with refusals():
        checked = [each for name in what or ("",) for each in _checked(name, today)]
    findings = [finding for _pack, found in checked for finding in found]
    if as_json:
        click.echo(json.dumps(_as_json(len(checked), findings), ensure_ascii=False))
    else:
        _tell(len(checked), findings)
    if any(finding.is_blocking for finding in findings):
        click.get_current_context().exit(1)


def _checked(name: str, today: date) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield each pack that a name stands for, with what was found; none raises `Refused`."""
    from motcua.procedures.base.lint import lint_pack_folder  # noqa: PLC0415 - loads typst
    from motcua.procedures.base.loading import pack_folders  # noqa: PLC0415 - loads pydantic

    is_folder = bool(name) and Path(name).is_dir()
    folders = pack_folders(Path(name) if is_folder else None)
    if name and not is_folder:
        folders = tuple(folder for folder in folders if folder.name == name)
        if not folders:
            yield name, _of_database(name, today)
            return
    if not folders:
        raise Refused("Không thấy gói thủ tục nào ở đó.", "There is no pack there.")
    for folder in folders:
        yield folder.name, tuple(lint_pack_folder(folder, today=today))


def _of_database(code: str, today: date) -> tuple[Finding, ...]:
    """Check the newest version of a procedure in the database, drafts included."""
    with database.existing() as found:
        django.setup(found.app)
        from motcua.procedures.base.lint import lint_pack  # noqa: PLC0415 - loads typst
        from motcua.procedures.base.loading import pack_from  # noqa: PLC0415 - loads pydantic
        from motcua.procedures.models import ProcedureVersion  # noqa: PLC0415 - needs Django

        versions = ProcedureVersion.objects.filter(procedure__code=code).order_by("-number")
        content = versions.values_list("content", flat=True).first()
        if content is None:
            raise Refused(f"Không có thủ tục mang mã {code}.", f"There is no procedure {code}.")
        return tuple(lint_pack(pack_from(content, where=code), today=today))


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
                "place": dict(finding.place),
                "text": f"{finding.where_said('en')}: {_said(finding, 'en')}",
                "text_vi": f"{finding.where_said('vi')}: {_said(finding, 'vi')}",
            }
            for finding in findings
        ],
    }


def _said(finding: Finding, spoken: str) -> str:
    detail = finding.detail(spoken)
    return f"{finding.sentence(spoken)}{f' ({detail})' if detail else ''}"


def _tell(count: int, findings: Sequence[Finding]) -> None:
    words = {"error": say("lỗi", "error"), "warning": say("cần xác nhận", "to confirm")}
    spoken = language()
    for finding in findings:
        kind = f"{words[finding.severity]} ({finding.code})"
        click.echo(f"{finding.pack} {finding.where_said(spoken)}: {kind}: {_said(finding, spoken)}")
    severities = Counter(finding.severity for finding in findings)
    errors, warnings = severities["error"], severities["warning"]
    told = [
        counted(count, "gói", "pack"),
        counted(errors, "lỗi", "error"),
        counted(warnings, "điều cần xác nhận", "to confirm", "to confirm"),
    ]
    click.echo(f"{', '.join(told)}.")
