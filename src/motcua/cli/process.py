"""`motcua procedures process`: the process of a procedure as a list, a drawing or BPMN 2.0."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.reasons import written
from motcua.cli.speech import Refused, language, refusals, say
from motcua.cli.usage import Misused, OneSentence

if TYPE_CHECKING:
    from motcua.procedures.base.packs import Pack


@click.command("process", cls=OneSentence)
@click.argument("code")
@click.option("--bpmn", is_flag=True, help="BPMN 2.0 (XML).")
@click.option("--svg", is_flag=True, help="Hình vẽ SVG · A drawing.")
@click.option("--json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Ghi vào tệp · Write to a file.",
)
def process_command(*, code: str, output: Path | None, **forms: bool) -> None:
    """Quy trình của một thủ tục · The process of a procedure.

    Theo bản đang có hiệu lực hôm nay; BPMN mở được bằng công cụ khác · Of the version in force
    today; other tools open the BPMN.
    """
    chosen = [form for form, is_wanted in forms.items() if is_wanted]
    if len(chosen) > 1:
        raise Misused(
            say(
                "Chỉ chọn một trong --bpmn, --svg, --json.",
                "Choose one of --bpmn, --svg and --json.",
            )
        )
    with refusals(), database.existing() as found:
        django.setup(found.app)
        content = _written(_pack(code), *chosen or ("list",))
    if output is not None:
        with written(output):
            output.write_bytes(content)
    else:
        click.echo(content.decode())


def _pack(code: str) -> Pack:
    """Give the pack in force today; raise `Refused` where there is none."""
    from motcua.kernel import clock  # noqa: PLC0415 - needs Django
    from motcua.procedures.errors import VersionNotPublished  # noqa: PLC0415 - the same
    from motcua.procedures.queries import pack_of, version_on  # noqa: PLC0415 - the same

    try:
        return pack_of(version_on(code, clock.civil_date(clock.now())))
    except VersionNotPublished:
        raise Refused(
            f"Hôm nay không có thủ tục {code} nào đang có hiệu lực.",
            f"No procedure {code} is in force today.",
        ) from None


def _written(pack: Pack, form: str) -> bytes:
    """Write the process of a pack in the language of the command."""
    from django.utils import translation  # noqa: PLC0415 - needs Django

    from motcua.procedures.base import texts  # noqa: PLC0415 - the same
    from motcua.procedures.base.processes.bpmn import process_bpmn  # noqa: PLC0415 - the same
    from motcua.procedures.base.processes.svg import process_svg  # noqa: PLC0415 - the same
    from motcua.procedures.base.processes.words import process_in_words  # noqa: PLC0415 - the same

    spoken = language()
    with translation.override(spoken):
        if form == "bpmn":
            name = texts.say(pack.name, spoken)
            return process_bpmn(pack.process, spoken, code=pack.code, name=name)
        if form == "svg":
            return process_svg(pack.process, spoken).encode()
        rows = process_in_words(pack.process, spoken)
        if form == "json":
            return orjson.dumps([asdict(row) for row in rows], option=orjson.OPT_INDENT_2)
        lines = (
            "\n".join(
                [
                    f"{row.number}. {row.name} ({row.role}, {row.share})",
                    *(f"   {note}" for note in row.notes),
                ]
            )
            for row in rows
        )
        return "\n".join(lines).encode()
