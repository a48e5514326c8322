"""`motcua bench …`: what measuring needs; so far, very many invented dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.progress import line, step
from motcua.cli.speech import refusals, say
from motcua.cli.usage import OneSentence
from motcua.config import env
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    from motcua.cli.database import Database
    from motcua.cli.progress import Step
    from motcua.demo.volume.generate import Progress

_A_YEAR = 100_000_000


@click.group(cls=SpokenGroup)
def bench() -> None:
    """Những gì việc đo cần · What measuring needs."""


@bench.command("generate", cls=OneSentence)
@click.option(
    "--dossiers",
    type=click.IntRange(1, _A_YEAR),
    default=20_000,
    show_default=True,
    help="Bao nhiêu hồ sơ · How many dossiers.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=2026,
    show_default=True,
    help="Cùng một số thì sinh ra như nhau · The same number makes the same dossiers.",
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def generate_command(*, dossiers: int, seed: int, as_json: bool) -> None:
    """Sinh hồ sơ của một năm qua · Generate dossiers of the year before now.

    Chỉ trên nút mà mọi cơ quan đều hư cấu. Bị ngắt giữa chừng thì chạy lại trong ngày là làm tiếp.
    Hồ sơ sinh ra không có nhật ký kiểm toán và không tra cứu được bằng bốn số cuối · Only on a node
    whose agencies are all invented. When interrupted, run it again on the same day to go on. What
    is generated has no rows in the audit log and cannot be tracked by four digits.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        if as_json:
            progress = _generate(found, dossiers, seed, None)
        else:
            with step("Sinh hồ sơ", "Generating dossiers") as shown:
                progress = _generate(found, dossiers, seed, shown)
    if as_json:
        document = {
            "made": progress.made,
            "before": progress.before,
            "seconds": round(progress.seconds, 1),
            "writing_seconds": round(progress.writing, 1),
            "counting_seconds": round(progress.counting, 1),
        }
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
        return
    rate = progress.made / progress.seconds if progress.seconds else 0
    line(
        say(
            f"{progress.made} hồ sơ mới, {progress.before} đã có; {rate:.0f} hồ sơ mỗi giây.",
            f"{progress.made} new dossiers, {progress.before} were there; {rate:.0f} a second.",
        )
    )


def _generate(found: Database, dossiers: int, seed: int, shown: Step | None) -> Progress:
    from motcua.demo.volume.generate import generate  # noqa: PLC0415 - needs Django
    from motcua.kernel import clock  # noqa: PLC0415 - the same

    def note(progress: Progress) -> None:
        if shown is not None:
            done = progress.made + progress.before
            shown.note(f"{done}/{progress.total} · {100 * done // progress.total} %")

    # The embedded server's own administrator may leave references unchecked, which hold anyhow.
    url = Server(env.data_folder()).urls.superuser if found.is_embedded else found.owner
    return generate(url, total=dossiers, seed=seed, now=clock.now(), note=note)
