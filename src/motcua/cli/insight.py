"""`motcua insight …`: the sums of the leaders' page, counted again or compared."""

from __future__ import annotations

import click

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.progress import line, step
from motcua.cli.speech import refusals, say
from motcua.cli.usage import OneSentence


@click.group(cls=SpokenGroup)
def insight() -> None:
    """Số tổng hợp cho lãnh đạo · The sums that leaders see."""


@insight.command("recount", cls=OneSentence)
@click.option(
    "--check",
    "only_checks",
    is_flag=True,
    help="Chỉ so sánh, không sửa; mã thoát 1 khi lệch · Compare only; exit code 1 on a difference.",
)
def recount_command(*, only_checks: bool) -> None:
    """Đếm lại từ hồ sơ · Count again from the dossiers.

    Cán bộ vẫn làm việc được trong lúc đếm · Officials can work meanwhile.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.insight.actions import compare, recount  # noqa: PLC0415 - needs Django

        with step("Đếm lại hồ sơ", "Counting dossiers again") as shown:

            def note(done: int, last: int) -> None:
                shown.note(f"{100 * done // max(last, 1)} %")

            if only_checks:
                found_wrong = compare(note)
            else:
                changed = recount(note)
                found_wrong = compare()
    if not only_checks:
        line(say(f"{changed} hồ sơ đã được đếm lại khác đi.", f"{changed} counted otherwise now."))
    if not found_wrong.is_none:
        line(
            say(
                f"Lệch: {found_wrong.dossiers} hồ sơ, {found_wrong.sums} số tổng.",
                f"Differences: {found_wrong.dossiers} dossiers, {found_wrong.sums} sums.",
            )
        )
        click.get_current_context().exit(1)
    line(say("Số tổng hợp khớp với hồ sơ.", "The sums agree with the dossiers."))
