"""`motcua procedures levels`: which level of online service an offering really has, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.speech import Refused, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.base.levels import Level
    from motcua.procedures.queries import OfferingCard


@click.command("levels", cls=OneSentence)
@click.argument("code")
@click.option(
    "--agency", default="", help="Mã cơ quan; để trống là mọi cơ quan · Its code; all where empty."
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def levels_command(*, code: str, agency: str, as_json: bool) -> None:
    """Mức độ dịch vụ công trực tuyến · The level of online service.

    Tính từ những gì thật sự có: điều kiện nào đạt, điều kiện nào thiếu · Computed from what is
    really there: which conditions hold and which lack.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.kernel import clock  # noqa: PLC0415 - needs Django
        from motcua.procedures.queries import level_of_offering  # noqa: PLC0415 - the same

        day = clock.civil_date(clock.now())
        cards = _cards(code, agency, day)
        levels = [(card, level_of_offering(card, day)) for card in cards]
        if as_json:
            documents = [_document(card, level, day) for card, level in levels]
            click.echo(orjson.dumps(documents, option=orjson.OPT_INDENT_2))
            return
        for card, level in levels:
            _tell(card, level)


def _cards(code: str, agency: str, day: date) -> list[OfferingCard]:
    """Give the offerings that are asked for; raise `Refused` where there is none."""
    from motcua.procedures.errors import VersionNotPublished  # noqa: PLC0415 - needs Django
    from motcua.procedures.queries import offerings_of, version_on  # noqa: PLC0415 - the same

    try:
        version_on(code, day)
    except VersionNotPublished:
        raise Refused(
            f"Hôm nay không có thủ tục {code} nào đang có hiệu lực.",
            f"No procedure {code} is in force today.",
        ) from None
    cards = [card for card in offerings_of(code, day) if agency in {"", card.agency_code}]
    if not cards:
        where = f" {agency}" if agency else ""
        raise Refused(
            f"Hôm nay không có cơ quan{where} nào nhận thủ tục {code}.",
            f"No agency{where} takes procedure {code} today.",
        )
    return cards


def _document(card: OfferingCard, level: Level, day: date) -> dict[str, object]:
    return {
        "procedure": card.procedure_code,
        "agency": card.agency_code,
        "day": day.isoformat(),
        "version": card.version_id,
        "level": int(level.level),
        "term": dict(level.term),
        "because": [dict(words) for words in level.because],
        "conditions": [
            {
                "code": ground.code,
                "level": int(ground.level),
                "holds": ground.holds,
                "words": dict(ground.words),
            }
            for ground in level.grounds
        ],
    }


def _tell(card: OfferingCard, level: Level) -> None:
    spoken = language()
    number = int(level.level)
    click.echo(f"{card.procedure_code} · {card.name_in(spoken)} ({card.agency_code})")
    click.echo(f"  {say(f'Mức {number}', f'Level {number}')}: {level.term[spoken]}")
    for ground in level.grounds:
        mark = "✓" if ground.holds else "✗"
        click.echo(f"  {mark} {say('mức', 'level')} {int(ground.level)}: {ground.words[spoken]}")
    if level.partly_because is not None and level.because:
        reason = level.partly_because.get(spoken) or level.partly_because["vi"]
        click.echo(f"  {say('Lý do đã công bố', 'Published reason')}: {reason}")
