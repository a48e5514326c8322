"""An agency to set up, as a value: read from a YAML file or asked for at the terminal."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any

import click
import yaml

from motcua.cli.speech import Refused, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

KINDS = ("ministry", "province", "department", "commune", "police", "other")
_WEEK = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on some weekdays (1 Monday … 7 Sunday)."""

    weekdays: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class CounterPlan:
    """One window of a one-door office."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit, its counters and the units below it."""

    code: str
    name: str
    name_en: str = ""
    counters: tuple[CounterPlan, ...] = ()
    units: tuple[UnitPlan, ...] = ()


@dataclass(frozen=True, slots=True)
class AdministratorPlan:
    """An administrator from the start, posted to the first unit."""

    staff_code: str
    full_name: str
    email: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """All that `motcua init` sets up; without `hours` the national ones hold.

    `parent` is the code of the agency it stands below; the first one of a node has none and runs
    it. With a second administrator two people can publish from the first day.
    """

    code: str
    name: str
    kind: str
    place: str
    administrator: AdministratorPlan
    units: tuple[UnitPlan, ...]
    name_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: tuple[Shift, ...] = field(default=())
    parent: str = ""
    second_administrator: AdministratorPlan | None = None

    @property
    def administrators(self) -> tuple[AdministratorPlan, ...]:
        """Whoever administers it from the start."""
        second = self.second_administrator
        return (self.administrator,) if second is None else (self.administrator, second)


def read(path: Path) -> AgencyPlan:
    """Read a plan from a YAML file; raise Refused saying what is wrong with it."""
    try:
        return _plan(yaml.safe_load(path.read_text()))
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        reason = " ".join(str(error).split())
        raise Refused(
            f"Tệp {path} chưa đúng: {type(error).__name__} {reason}",
            f"The file {path} cannot be used: {type(error).__name__} {reason}",
        ) from error


def _plan(document: Mapping[str, Any]) -> AgencyPlan:
    given = dict(document)
    shifts = tuple(_shift(row) for row in given.pop("hours", ()))
    units = tuple(_unit(row) for row in given.pop("units"))
    administrator = AdministratorPlan(**_texts(given.pop("administrator")))
    second = given.pop("second_administrator", None)
    plan = AgencyPlan(
        administrator=administrator,
        second_administrator=AdministratorPlan(**_texts(second)) if second else None,
        units=units,
        hours=shifts,
        **_texts(given),
    )
    if plan.kind not in KINDS:
        raise ValueError(f"kind: {', '.join(KINDS)}")
    if not units:
        raise ValueError("units: ≥ 1")
    return plan


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in row.items()}


def _shift(row: Mapping[str, Any]) -> Shift:
    opens, closes = time.fromisoformat(row["from"]), time.fromisoformat(row["to"])
    return Shift(tuple(row.get("weekdays", _WEEK)), opens, closes)


def _unit(row: Mapping[str, Any]) -> UnitPlan:
    given = dict(row)
    counters = tuple(CounterPlan(**_texts(each)) for each in given.pop("counters", ()))
    below = tuple(_unit(each) for each in given.pop("units", ()))
    return UnitPlan(counters=counters, units=below, **_texts(given))


def ask() -> AgencyPlan:
    """Ask for a plan, one question a line; what is in brackets is taken by pressing Enter."""
    return AgencyPlan(
        code=_ask("Mã định danh (QĐ 20/2020)", "Identifier (Decision 20/2020)"),
        name=_ask("Tên cơ quan", "Name of the agency"),
        kind=click.prompt(say("Loại", "Kind"), type=click.Choice(KINDS), default="commune"),
        place=_ask("Mã đơn vị hành chính", "Code of its commune or province"),
        address=_ask("Địa chỉ", "Address", default=""),
        phone=_ask("Điện thoại", "Telephone", default=""),
        email=_ask("Thư điện tử", "E-mail", default=""),
        hours=_ask_hours(),
        units=_ask_units(),
        administrator=AdministratorPlan(
            full_name=_ask("Người quản trị: họ tên", "Administrator: full name"),
            staff_code=_ask("Người quản trị: mã cán bộ", "Administrator: staff code"),
            email=_ask("Người quản trị: thư điện tử", "Administrator: e-mail"),
        ),
        second_administrator=_ask_second(),
        parent=_ask(
            "Mã cơ quan cấp trên đã có ở hệ thống này (bỏ trống: không có)",
            "Code of the agency above on this node (empty: none)",
            default="",
        ),
    )


def _ask_second() -> AdministratorPlan | None:
    name = _ask(
        "Người quản trị thứ hai, để hai người duyệt lẫn nhau: họ tên (bỏ trống: chưa có)",
        "Second administrator, so that two people agree: full name (empty: none yet)",
        default="",
    )
    if not name:
        return None
    return AdministratorPlan(
        full_name=name,
        staff_code=_ask("Người quản trị thứ hai: mã cán bộ", "Second administrator: staff code"),
        email=_ask("Người quản trị thứ hai: thư điện tử", "Second administrator: e-mail"),
    )


def _ask(vi: str, en: str, default: str | None = None) -> str:
    answer: str = click.prompt(say(vi, en), default=default, show_default=bool(default))
    return answer


def _ask_hours() -> tuple[Shift, ...]:
    text = _ask(
        "Giờ làm việc thứ Hai–thứ Sáu (07:30-11:30 13:00-17:00; bỏ trống: giờ chung)",
        "Hours Monday to Friday (07:30-11:30 13:00-17:00; empty: the national ones)",
        default="",
    )
    pairs = [part.split("-") for part in text.split()]
    return tuple(
        Shift(_WEEK, time.fromisoformat(opens), time.fromisoformat(closes))
        for opens, closes in pairs
    )


def _ask_units() -> tuple[UnitPlan, ...]:
    first = UnitPlan(
        code=_ask("Bộ phận một cửa: mã", "One-door office: code", default="MC"),
        name=_ask("Bộ phận một cửa: tên", "One-door office: name", default="Bộ phận Một cửa"),
    )
    count = click.prompt(say("Số quầy", "Number of counters"), type=int, default=1)
    counters = tuple(CounterPlan(str(n), f"Quầy {n}") for n in range(1, count + 1))
    return (dataclasses.replace(first, counters=counters), *_ask_further_units(_ask))


def _ask_further_units(asked: Callable[..., str]) -> tuple[UnitPlan, ...]:
    units: list[UnitPlan] = []
    while code := asked("Đơn vị khác: mã (bỏ trống: hết)", "Other unit: code (empty: done)", ""):
        units.append(UnitPlan(code=code, name=asked("Đơn vị khác: tên", "Other unit: name")))
    return tuple(units)
