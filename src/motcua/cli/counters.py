"""`motcua counters …`: what a counter needs printed in advance."""

from __future__ import annotations

from pathlib import Path

import click

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.reasons import written
from motcua.cli.speech import Refused, refusals, say
from motcua.cli.usage import OneSentence


@click.group(cls=SpokenGroup)
def counters() -> None:
    """Quầy một cửa · Counters of the one door."""


@counters.command("cover-sheets", cls=OneSentence)
@click.argument("agency")
@click.argument("unit")
@click.option(
    "--count",
    type=click.IntRange(1, 500),
    default=20,
    show_default=True,
    help="Số tờ · How many sheets.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("to-bia.pdf"),
    show_default=True,
    help="Tệp PDF ghi ra · The PDF to write.",
)
def cover_sheets(*, agency: str, unit: str, count: int, out: Path) -> None:
    """In sẵn tờ bìa cho máy quét · Print cover sheets in advance.

    AGENCY, UNIT là mã cơ quan và mã đơn vị · AGENCY, UNIT are the codes of agency and unit.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.agencies.queries.counters import unit_coded  # noqa: PLC0415 - needs Django
        from motcua.counters.actions import print_spare_covers  # noqa: PLC0415
        from motcua.counters.queries.scans import spare_covers_pdf  # noqa: PLC0415
        from motcua.kernel import clock  # noqa: PLC0415
        from motcua.kernel.actors import SYSTEM  # noqa: PLC0415

        office = unit_coded(agency, unit)
        if office is None:
            raise Refused(
                f"Không có đơn vị {unit} của cơ quan {agency}.",
                f"Agency {agency} has no unit {unit}.",
            )
        now = clock.now()
        with written(out):
            sheets = print_spare_covers(actor=SYSTEM, unit=office, count=count, now=now)
            out.write_bytes(spare_covers_pdf(office, sheets, now=now))
    told = say(
        f"Đã ghi {len(sheets)} tờ bìa, {sheets[0]} đến {sheets[-1]}, vào {out}.",
        f"Wrote {len(sheets)} cover sheets, {sheets[0]} to {sheets[-1]}, to {out}.",
    )
    click.echo(told)
