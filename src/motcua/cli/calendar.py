"""`motcua calendar …`: due times and the shipped days off, without a database."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from motcua.cli.help import SpokenGroup
from motcua.cli.speech import language, say
from motcua.cli.usage import Misused, OneSentence
from motcua.kernel.calendar import (
    CalendarError,
    Day,
    DayKind,
    Due,
    Limit,
    Pause,
    PauseKind,
    Reason,
    Unit,
    default_calendar,
    default_rules,
    due,
)
from motcua.kernel.calendar.wording import day_words, moment_words
from motcua.kernel.clock import ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.kernel.calendar.rules import Sentence


def _received(_context: click.Context, _option: click.Parameter, value: str) -> datetime:
    return _moment(value)


def _pauses(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[Pause, ...]:
    return tuple(_pause(value) for value in values)


def _pause(value: str) -> Pause:
    stretch, _, kind = value.rpartition(":")
    start, _, end = stretch.partition("/")
    if kind not in set(PauseKind):
        kinds = ", ".join(PauseKind)
        raise Misused(
            say(
                f"“{value}” không phải khoảng tạm dừng: viết TỪ/ĐẾN:loại, loại là {kinds}.",
                f"“{value}” is not a pause: write FROM/TO:kind, the kind one of {kinds}.",
            )
        )
    try:
        return Pause(_moment(start), _moment(end), PauseKind(kind))
    except CalendarError as error:
        raise Misused.by(error) from None


def _moment(value: str) -> datetime:
    """Read a moment; without a zone it is Viet Nam's."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Misused(
            say(
                f"“{value}” không phải thời điểm: viết như 2026-11-20T15:30.",
                f"“{value}” is not a moment: write it as 2026-11-20T15:30.",
            )
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


_UNITS = ", ".join(Unit)
_PAUSES = ", ".join(PauseKind)


@click.group(cls=SpokenGroup)
def calendar() -> None:
    """Tính hạn theo lịch làm việc · Work out due times by the working calendar."""


@calendar.command("due", cls=OneSentence)
@click.option(
    "--received",
    callback=_received,
    required=True,
    help="Lúc nhận: 2026-11-20T15:30 · Received: 2026-11-20T15:30.",
)
@click.option("--amount", default="0", help="Số lượng · How many.")
@click.option("--unit", default=Unit.WORKING_DAY.value, help=f"Đơn vị: {_UNITS} · Unit: {_UNITS}.")
@click.option(
    "--pause",
    "pauses",
    callback=_pauses,
    multiple=True,
    help=f"Lúc dừng TỪ/ĐẾN:loại ({_PAUSES}), lặp lại được · A pause FROM/TO:kind, repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Một tài liệu JSON · One JSON document.")
def due_command(
    *, received: datetime, amount: str, unit: str, pauses: tuple[Pause, ...], as_json: bool
) -> None:
    """Tính hạn trả kết quả và giải thích · Work out a due time and say why."""
    try:
        found = due(received, _limit(amount, unit), default_calendar(), default_rules(), pauses)
    except CalendarError as error:
        raise Misused.by(error) from None
    if as_json:
        click.echo(_document(due_at=found.due_at, explained=[*map(_as_json, found.explained)]))
    else:
        _tell(found)


def _limit(amount: str, unit: str) -> Limit:
    if unit not in set(Unit):
        units = ", ".join(Unit)
        raise Misused(
            say(
                f"“{unit}” không phải đơn vị thời hạn: chọn {units}.",
                f"“{unit}” is not a unit of time: choose {units}.",
            )
        )
    try:
        return Limit(int(amount), Unit(unit))
    except ValueError:
        raise Misused(
            say(f"“{amount}” không phải số nguyên.", f"“{amount}” is not a whole number.")
        ) from None


def _document(**parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, default=datetime.isoformat)


def _as_json(reason: Reason) -> Mapping[str, object]:
    return {
        "rule": reason.rule,
        "vi": reason.vi,
        "en": reason.en,
        "citation": reason.citation,
        "days": [day.isoformat() for day in reason.days],
        "warning": reason.warning,
    }


def _tell(found: Due) -> None:
    click.echo(say("Hạn trả kết quả: ", "Due: ") + _in_language(moment_words(found.due_at)))
    for reason in found.explained:
        mark = "!" if reason.warning else "-"
        source = f" [{reason.citation}]" if reason.citation else ""
        click.echo(f"  {mark} {say(reason.vi, reason.en)}{source}")


def _in_language(sentence: Sentence) -> str:
    return sentence.en if language() == "en" else sentence.vi


@calendar.command("days", cls=OneSentence)
@click.argument("year", type=int)
@click.option("--json", "as_json", is_flag=True, help="Mỗi dòng một tài liệu JSON · JSON Lines.")
def days_command(*, year: int, as_json: bool) -> None:
    """Liệt kê ngày nghỉ, ngày làm bù có sẵn của một năm · List a year's shipped days."""
    rows = [row for row in default_calendar().days if row.on.year == year]
    if not rows:
        raise click.ClickException(
            say(f"Chưa có lịch nghỉ của năm {year}.", f"The days off of {year} are not known.")
        )
    for row in rows:
        click.echo(_day_as_json(row) if as_json else _day_as_text(row))


def _day_as_json(row: Day) -> str:
    return json.dumps(
        {
            "on": row.on.isoformat(),
            "kind": row.kind.value,
            "vi": row.name_vi,
            "en": row.name_en,
            "instead_of": row.instead_of.isoformat() if row.instead_of else None,
            "source": row.source,
            "confirmed": row.confirmed,
        },
        ensure_ascii=False,
    )


def _day_as_text(row: Day) -> str:
    kind = say("nghỉ", "off") if row.kind == DayKind.OFF else say("làm việc", "worked")
    awaited = "" if row.confirmed else say(" (chờ quyết định)", " (awaits its decision)")
    name = say(row.name_vi, row.name_en)
    return f"{_in_language(day_words(row.on))}: {kind}. {name}{awaited} [{row.source}]"
