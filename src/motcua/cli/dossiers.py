"""`motcua dossiers …`: what the clock of a dossier says, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli import database, django
from motcua.cli.help import SpokenGroup
from motcua.cli.speech import Refused, language, refusals, say
from motcua.cli.usage import OneSentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.queries.timelines import Clock, Line

_MOMENTS = {
    "accepted_at": ("Tiếp nhận", "Received"),
    "hand_over_by": ("Phải chuyển trước", "To be handed over by"),
    "supplement_until": ("Yêu cầu bổ sung được đến", "A supplement may be asked for until"),
    "due_at": ("Hẹn trả lần đầu", "First promise"),
    "appointed_at": ("Hẹn trả đang có hiệu lực", "Promise that holds"),
    "apology_by": ("Xin lỗi chậm nhất", "An apology is in time until"),
    "paused_at": ("Dừng từ", "Stands still since"),
    "pay_by": ("Nộp tiền trước", "To be paid by"),
    "lapses_at": ("Chưa nộp thì dừng từ", "Unpaid, it is stopped from"),
    "finished_at": ("Có kết quả", "Result"),
    "kept_until": ("Giữ kết quả đến", "Result kept until"),
}


@click.group(cls=SpokenGroup)
def dossiers() -> None:
    """Hồ sơ một cửa · Dossiers of the one door."""


@dossiers.command("clock", cls=OneSentence)
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def clock_command(*, code: str, as_json: bool) -> None:
    """Giải thích đồng hồ của một hồ sơ · Explain the clock of a dossier.

    CODE là mã hồ sơ, như trên giấy tiếp nhận · CODE is the dossier's code, as on its slip.
    """
    with refusals(), database.existing() as found:
        django.setup(found.app)
        from motcua.dossiers.queries.timelines import clock_of  # noqa: PLC0415 - needs Django
        from motcua.dossiers.queries.tracking import of_code  # noqa: PLC0415
        from motcua.kernel import clock  # noqa: PLC0415

        dossier = of_code(code)
        if dossier is None:
            raise Refused(f"Không có hồ sơ mang mã {code}.", f"There is no dossier {code}.")
        told = clock_of(dossier, clock.now())
    if as_json:
        click.echo(orjson.dumps(_document(told), option=orjson.OPT_INDENT_2))
    else:
        _tell(told)


def _document(told: Clock) -> Mapping[str, object]:
    return {
        "code": told.code,
        "state": told.state,
        "urgency": str(told.urgency),
        "is_running": told.is_running,
        **{name: _moment(getattr(told, name)) for name in _MOMENTS},
        "lines": [_line(line) for line in told.lines],
    }


def _line(line: Line) -> Mapping[str, object]:
    return {
        "at": _moment(line.at),
        "kind": line.kind,
        "rule": line.rule,
        "vi": line.words.vi,
        "en": line.words.en,
        "citation": line.citation,
        "confirmed": line.confirmed,
        "days": [day.isoformat() for day in line.days],
    }


def _moment(moment: datetime | None) -> str | None:
    from motcua.kernel.clock import civil  # noqa: PLC0415 - after Django

    return civil(moment).isoformat() if moment else None


def _tell(told: Clock) -> None:
    from motcua.kernel.calendar.wording import moment_words  # noqa: PLC0415 - after Django

    for name, (vi, en) in _MOMENTS.items():
        moment = getattr(told, name)
        if moment is not None:
            words = moment_words(moment)
            click.echo(f"{say(vi, en)}: {words.en if language() == 'en' else words.vi}")
    for line in told.lines:
        mark = {"warning": "!", "late": "!", "paused": "="}.get(line.kind, "-")
        source = f" [{line.citation}]" if line.citation else ""
        click.echo(f"  {mark} {line.text(language())}{source}")
