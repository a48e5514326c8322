"""`motcua outbox`: what waits for its effects, and another try for what was given up."""

from __future__ import annotations

import click
import orjson

from motcua.cli import database, django
from motcua.cli.speech import refusals, say


@click.command()
@click.option("--revive", is_flag=True, help="Try again what was given up · Thử lại.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def outbox(*, revive: bool, as_json: bool) -> None:
    """Events that wait for their effects · Sự kiện đang chờ."""
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
