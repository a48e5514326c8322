"""`motcua outbox`: what waits for its effects, and another try for what was given up."""

from __future__ import annotations

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import Spoken
from motcua.cli.speech import refusals, say


@click.command(cls=Spoken)
@click.option("--revive", is_flag=True, help="Thử lại điều đã bị bỏ · Try again what was given up.")
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def outbox(*, revive: bool, as_json: bool) -> None:
    """Xem sự kiện đang chờ · Show the events that wait for their effects."""
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.kernel import clock, outbox as box  # noqa: PLC0415 - needs Django

        revived = box.revive(now=clock.now()) if revive else 0
        behind = box.backlog()
    document = {
        "waiting": behind.waiting,
        "dead": behind.dead,
        "oldest": behind.oldest and clock.civil(behind.oldest).isoformat(),
        "revived": revived,
    }
    text = say(
        f"{behind.waiting} sự kiện đang chờ, {behind.dead} đã bị bỏ, {revived} được thử lại.",
        f"{behind.waiting} events wait, {behind.dead} were given up, {revived} are tried again.",
    )
    click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2) if as_json else text)
