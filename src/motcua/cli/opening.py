"""`motcua procedures open`: an agency takes a procedure of the catalogue from today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.speech import Refused, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.procedures.base.levels import Level
    from motcua.procedures.enums import LimitUnit


@click.command("open", cls=OneSentence)
@click.argument("code")
@click.option("--agency", required=True, help="Mã cơ quan · The agency's code.")
@click.option(
    "--way",
    "ways",
    multiple=True,
    type=click.Choice(["online", "counter", "post"]),
    help="Cách nộp được nhận; mặc định là mọi cách · A way of filing; all unless given.",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="WAY=NUMBER:UNIT",
    help="Thời hạn khi nguồn nói chưa rõ · The limit where it is unclear: online=5:working-day.",
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def open_command(
    *, code: str, agency: str, ways: tuple[str, ...], limits: tuple[str, ...], as_json: bool
) -> None:
    """Mở một thủ tục ở cơ quan · Open a procedure at an agency.

    Tờ khai, quy trình và mẫu kết quả là của thủ tục, hoặc chung khi thủ tục chưa có riêng; mỗi vai
    do đơn vị đang giữ vai ấy làm · Form, process and result are the procedure's own, or the common
    ones where it has none; each role is played by the unit that plays it now.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from django.utils import translation  # noqa: PLC0415 - not for `--help`

        from motcua.kernel import clock  # noqa: PLC0415 - needs Django

        translation.activate(language())
        said = dict(map(_limit, limits))
        number, level = _open(code, _agency(agency), ways, said, clock.now())
    if as_json:
        document = {
            "offering": number,
            "procedure": code,
            "agency": agency,
            "level": int(level.level),
            "term": dict(level.term),
            "lacking": [ground.code for ground in level.lacking],
        }
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
        return
    term = level.term[language()]
    click.echo(
        say(
            f"Đã mở {code} ở {agency}. Mức {int(level.level)}: {term}.",
            f"{code} is open at {agency}. Level {int(level.level)}: {term}.",
        )
    )


def _agency(code: str) -> Agency:
    from motcua.agencies.models import Agency  # noqa: PLC0415 - needs Django

    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise Refused(f"Không có cơ quan mang mã {code}.", f"There is no agency {code}.")
    return agency


def _limit(text: str) -> tuple[str, tuple[int, LimitUnit]]:
    """Read `online=5:working-day`; raise `Refused` where it is not that."""
    from motcua.procedures.enums import LimitUnit  # noqa: PLC0415 - needs Django

    way, _, rest = text.partition("=")
    number, _, unit = rest.partition(":")
    if not number.isascii() or not number.isdigit() or unit not in LimitUnit.values:
        units = ", ".join(LimitUnit.values)
        raise Refused(
            f"--limit {text} không đúng; viết như online=5:working-day ({units}).",
            f"--limit {text} will not do; write it like online=5:working-day ({units}).",
        )
    return way, (int(number), LimitUnit(unit))


def _open(
    code: str,
    agency: Agency,
    ways: tuple[str, ...],
    limits: dict[str, tuple[int, LimitUnit]],
    now: datetime,
) -> tuple[int, Level]:
    """Open a procedure with the units that play its roles; give the offering and its level."""
    from motcua.console.national.queries import to_open  # noqa: PLC0415 - needs Django
    from motcua.kernel.actors import SYSTEM  # noqa: PLC0415 - the same
    from motcua.kernel.clock import civil_date  # noqa: PLC0415 - the same
    from motcua.procedures.actions.opening import Opening, open_imported  # noqa: PLC0415 - the same
    from motcua.procedures.queries import level_of_offering, offering  # noqa: PLC0415 - the same

    found = to_open(agency, code, civil_date(now), language())
    units = {role: found.units[role][0].pk for role in found.roles if found.units.get(role)}
    channels = ways or tuple(way.value for way in found.channels)
    opened = open_imported(
        actor=SYSTEM,
        agency=agency,
        code=code,
        opening=Opening(units, channels, limits),
        now=now,
    )
    return opened.pk, level_of_offering(offering(opened.pk), civil_date(now))
