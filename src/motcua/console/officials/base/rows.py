"""A row of the list of officials: read from text, with what is wrong in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy

from motcua.agencies.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

HEADINGS = (
    gettext_lazy("Mã cán bộ"),
    gettext_lazy("Họ và tên"),
    gettext_lazy("Chức danh"),
    gettext_lazy("Thư điện tử"),
    gettext_lazy("Mã đơn vị"),
    gettext_lazy("Vai trò"),
    gettext_lazy("Từ ngày"),
    gettext_lazy("Mở tài khoản"),
)
_LIMITS = (20, 100, 100, 254, 20, 200, 20, 10)
_FORMULA = ("=", "+", "-", "@", "\t", "＝")
_STAFF_CODE = re.compile(r"[A-Za-z0-9._-]{1,20}")
_YES = {"có", "co", "x", "yes", "1"}
_NO = {"", "không", "khong", "no", "0"}
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """An official to appoint: `number` is the row of the sheet, `unit` a unit's code."""

    number: int
    staff_code: str
    full_name: str
    title: str
    email: str
    unit: str
    roles: tuple[str, ...]
    since: date
    has_account: bool


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row of the sheet."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as read: rows that are right, and errors; nothing is written while there is one."""

    rows: tuple[OfficialRow, ...]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the agency has already: staff codes given out, codes of units, addresses in use."""

    staff_codes: Collection[str]
    units: Collection[str]
    emails: Collection[str]


def safe_cell(value: str) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value.startswith((*_FORMULA, "\r")) else value


def read_sheet(lines: Sequence[Sequence[str]], known: Known) -> Sheet:
    """Read the lines below the headings; the first line is the headings."""
    rows: list[OfficialRow] = []
    errors: list[RowError] = []
    seen: dict[str, set[str]] = {"staff_code": set(), "email": set()}
    for number, line in enumerate(lines[1:], 2):
        if not any(line):
            continue
        found = list(_errors(_padded(line), known))
        if not found:
            rows.append(_row(number, _padded(line)))
            found = list(_doubles(rows[-1], seen))
        errors += [RowError(number, words) for words in found]
    if not rows and not errors:
        errors.append(RowError(2, _("Tệp không có dòng nào dưới dòng tiêu đề.")))
    return Sheet(tuple(rows), tuple(errors))


def _padded(line: Sequence[str]) -> list[str]:
    return [*line, *[""] * len(HEADINGS)][: len(HEADINGS)]


def _errors(cells: list[str], known: Known) -> Iterator[str]:
    unsafe = [
        str(heading)
        for heading, cell, limit in zip(HEADINGS, cells, _LIMITS, strict=True)
        if cell.startswith(_FORMULA) or len(cell) > limit or not cell.isprintable()
    ]
    if unsafe:
        yield _("Ô là công thức, quá dài hoặc có ký tự lạ: %(columns)s.") % {
            "columns": ", ".join(unsafe)
        }
        return
    for check in _CHECKS:
        yield from check(cells, known)


def _code_errors(cells: list[str], known: Known) -> Iterator[str]:
    code = cells[0]
    if not _STAFF_CODE.fullmatch(code):
        yield _("Mã cán bộ chỉ gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối.")
    if code in known.staff_codes:
        yield _("Mã cán bộ đã có trong cơ quan.")
    if len(cells[1].split()) < 2:
        yield _("Thiếu họ và tên đầy đủ.")


def _email_errors(cells: list[str], known: Known) -> Iterator[str]:
    email, wants = cells[3].lower(), cells[7].lower()
    if wants not in _YES | _NO:
        yield _("Cột Mở tài khoản ghi có hoặc không.")
    if wants in _YES and not email:
        yield _("Muốn mở tài khoản thì cần thư điện tử.")
    if email and not _is_email(email):
        yield _("Thư điện tử chưa đúng.")
    if wants in _YES and email in known.emails:
        yield _("Thư điện tử đã dùng cho một tài khoản khác.")


def _post_errors(cells: list[str], known: Known) -> Iterator[str]:
    if cells[4] not in known.units:
        yield _("Không có đơn vị mang mã này.")
    if not cells[5] or any(_role(word) is None for word in cells[5].split(";")):
        yield _("Vai trò chưa đúng; nhiều vai trò cách nhau bằng dấu chấm phẩy.")
    if _day(cells[6]) is None:
        yield _("Từ ngày chưa đúng. Viết như 20/11/2026.")


_CHECKS: tuple[Callable[[list[str], Known], Iterator[str]], ...] = (
    _code_errors,
    _email_errors,
    _post_errors,
)


def _doubles(row: OfficialRow, seen: Mapping[str, set[str]]) -> Iterator[str]:
    if row.staff_code in seen["staff_code"]:
        yield _("Mã cán bộ có ở một dòng khác.")
    if row.has_account and row.email in seen["email"]:
        yield _("Thư điện tử có ở một dòng khác.")
    seen["staff_code"].add(row.staff_code)
    seen["email"].add(row.email)


def _row(number: int, cells: list[str]) -> OfficialRow:
    roles = tuple(dict.fromkeys(role for word in cells[5].split(";") if (role := _role(word))))
    since = _day(cells[6])
    assert since is not None
    wants = cells[7].lower() in _YES
    code, name, title, email, unit = cells[:5]
    return OfficialRow(number, code, name, title, email.lower(), unit, roles, since, wants)


def _role(word: str) -> str | None:
    wanted = word.strip().lower()
    return next((r.value for r in Role if wanted in {r.value, str(r.label).lower()}), None)


def _day(word: str) -> date | None:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(word, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _is_email(word: str) -> bool:
    try:
        validate_email(word)
    except ValidationError:
        return False
    return True
