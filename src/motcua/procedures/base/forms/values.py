"""Values of one part: for each question a closure that gives the clean value or what is bad.

A check takes the answer as sent and the day, and returns the clean value, `None` where nothing was
said, or a `Bad`. Types are strict: a number in quotes is no number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from motcua.kernel import codes
from motcua.kernel.text import is_name
from motcua.ui.glyphs import UNPRINTED

if TYPE_CHECKING:
    from motcua.procedures.base.forms.questions import (
        ChoicesQuestion,
        DateQuestion,
        FilesQuestion,
        LongTextQuestion,
        MoneyQuestion,
        NameQuestion,
        NumberQuestion,
        Option,
        PartialDateQuestion,
        TextQuestion,
    )

Check = Callable[[Any, date], Any]


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a value is refused: a stable code, what its sentence needs, and the part it is about."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    part: str = ""


WRONG_TYPE = Bad("type")
UNSAFE_TEXT = Bad("unsafe")
NOT_A_NAME = Bad("not-a-name")
NOT_A_DATE = Bad("not-a-date")
NOT_AN_OPTION = Bad("not-an-option")
NOT_A_CITIZEN_NUMBER = Bad("not-a-citizen-number")
NOT_A_PHONE = Bad("not-a-phone")
NOT_AN_EMAIL = Bad("not-an-email")
NOT_A_TAX_CODE = Bad("not-a-tax-code")

_GAPS = re.compile(r"[\s.\-()]")
_PHONE = re.compile(r"0\d{9,10}|\+\d{8,15}")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,32}(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,32}){0,4}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}"
)
_PARTIAL = re.compile(r"\d{4}(-\d\d){0,2}")
_FILE_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


def line(text: Any, max_length: int) -> Any:
    """Clean a line of text: NFC, single blanks; `Bad` where it is no text, unsafe or too long."""
    if type(text) is not str:
        return WRONG_TYPE
    if len(text) > 4 * max_length + 100:
        return _too_long(text, max_length)
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        if UNPRINTED.search(text):
            return UNSAFE_TEXT
    return _too_long(text, max_length) if len(text) > max_length else text or None


def _too_long(text: str, limit: int) -> Bad:
    return Bad("too-long", {"max": limit, "typed": len(text)})


def name_line(text: Any, max_length: int) -> Any:
    """Clean a person's name: a line of letters of any script, with the marks names carry."""
    text = line(text, max_length)
    return NOT_A_NAME if type(text) is str and not is_name(text) else text


def text_check(question: TextQuestion) -> Check:
    """Check a line of text."""
    limit = question.max_length
    if question.pattern is None:
        return lambda value, _today: line(value, limit)
    matches = re.compile(question.pattern).fullmatch
    mismatch = Bad("pattern", {"message": question.pattern_message or {}})

    def check(value: Any, _today: date) -> Any:
        value = line(value, limit)
        return mismatch if type(value) is str and not matches(value) else value

    return check


def long_text_check(question: LongTextQuestion) -> Check:
    """Check some lines of text; line breaks are kept."""
    limit = question.max_length

    def check(value: Any, _today: date) -> Any:
        if type(value) is not str:
            return WRONG_TYPE
        if len(value) > 4 * limit + 100:
            return _too_long(value, limit)
        lines = [" ".join(part.split()) for part in value.splitlines()]
        value = unicodedata.normalize("NFC", "\n".join(lines)).strip()
        if UNPRINTED.search(value.replace("\n", " ")):
            return UNSAFE_TEXT
        return _too_long(value, limit) if len(value) > limit else value or None

    return check


def name_check(question: NameQuestion) -> Check:
    """Check a person's full name."""
    limit = question.max_length
    return lambda value, _today: name_line(value, limit)


def day_bound(bound: str) -> Callable[[date], date]:
    """Read a bound of a date (`2026-12-31`, `today`, `today-18y`) as a function of today."""
    if not bound.startswith("today"):
        fixed = date.fromisoformat(bound)
        return lambda _today: fixed
    if bound == "today":
        return lambda today: today
    count, unit = int(bound[5:-1]), bound[-1]
    if unit == "d":
        return lambda today: today + timedelta(days=count)
    return lambda today: _years_from(today, count)


def _years_from(day: date, count: int) -> date:
    try:
        return day.replace(year=day.year + count)
    except ValueError:  # 29 February
        return day.replace(year=day.year + count, day=28)


def date_check(question: DateQuestion) -> Check:
    """Check a day, written `YYYY-MM-DD`, between its bounds."""
    within = _within(question)

    def check(value: Any, today: date) -> Any:
        if type(value) is not str or len(value) != 10:
            return NOT_A_DATE
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return NOT_A_DATE
        if day.isoformat() != value:
            return NOT_A_DATE
        return within(day, day, today) or value

    return check


def partial_date_check(question: PartialDateQuestion) -> Check:
    """Check a day, month or year: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; its first day must fit."""
    within = _within(question)

    def check(value: Any, today: date) -> Any:
        if type(value) is not str or not _PARTIAL.fullmatch(value):
            return NOT_A_DATE
        try:
            first = date.fromisoformat(
                value + "-01-01"[len(value) - 10 :] if len(value) < 10 else value
            )
        except ValueError:
            return NOT_A_DATE
        return within(first, first, today) or value

    return check


def _within(
    question: DateQuestion | PartialDateQuestion,
) -> Callable[[date, date, date], Bad | None]:
    earliest = day_bound(question.earliest)
    latest = day_bound(question.latest) if question.latest else None
    is_today = question.latest == "today"

    def check(first: date, last: date, today: date) -> Bad | None:
        if latest is not None and first > latest(today):
            return Bad("future") if is_today else Bad("too-late", {"max": latest(today)})
        if last < earliest(today):
            return Bad("too-early", {"min": earliest(today)})
        return None

    return check


def number_check(question: NumberQuestion | MoneyQuestion) -> Check:
    """Check a whole number between its bounds."""
    least, most = question.min, question.max
    too_small, too_big = Bad("too-small", {"min": least}), Bad("too-big", {"max": most})

    def check(value: Any, _today: date) -> Any:
        if type(value) is not int:
            return Bad("not-a-number")
        if value < least:
            return too_small
        return too_big if value > most else value

    return check


def choice_check(options: tuple[Option, ...]) -> Check:
    """Check one answer among several, by its code."""
    codes = frozenset(option.value for option in options)

    def check(value: Any, _today: date) -> Any:
        return value if type(value) is str and value in codes else NOT_AN_OPTION

    return check


def choices_check(question: ChoicesQuestion) -> Check:
    """Check several answers, by their codes; they come out in the order of the options."""
    order = tuple(option.value for option in question.options)
    codes = frozenset(order)
    least, most = question.min, question.max

    def check(value: Any, _today: date) -> Any:
        if type(value) is not list or not all(type(item) is str for item in value):
            return WRONG_TYPE
        chosen = frozenset(value)
        if not chosen <= codes or len(chosen) < len(value):
            return NOT_AN_OPTION
        if value and len(value) < least:
            return Bad("too-few", {"min": least})
        if len(value) > most:
            return Bad("too-many", {"max": most})
        return [item for item in order if item in chosen] or None

    return check


def yes_no(value: Any, _today: date) -> Any:
    """Check yes or no."""
    return value if type(value) is bool else WRONG_TYPE


def declaration(value: Any, _today: date) -> Any:
    """Check a promise: only a tick counts as an answer."""
    if type(value) is not bool:
        return WRONG_TYPE
    return True if value else None


def citizen_number(value: Any, _today: date) -> Any:
    """Check the twelve digits of a personal number."""
    if type(value) is not str or len(value) != 12 or not value.isascii():
        value = line(value, 40)
    if type(value) is not str:
        return value
    try:
        return codes.citizen_number(value).text
    except codes.CitizenNumberInvalid:
        return NOT_A_CITIZEN_NUMBER


def phone(value: Any, _today: date) -> Any:
    """Check a telephone number: ten or eleven digits from 0, or + and the country's."""
    value = _digits(value)
    if type(value) is not str:
        return value
    if value.startswith("+84"):
        value = "0" + value[3:]
    return value if _PHONE.fullmatch(value) and value.isascii() else NOT_A_PHONE


def email(value: Any, _today: date) -> Any:
    """Check an e-mail address."""
    value = line(value, 254)
    if type(value) is not str:
        return value
    return value if _EMAIL.fullmatch(value) else NOT_AN_EMAIL


def tax_code(value: Any, today: date) -> Any:
    """Check a tax code of 10 or 13 digits by its check digit, or a personal number of 12."""
    value = line(value, 40)
    if type(value) is not str:
        return value
    if type(citizen_number(value, today)) is str:
        return citizen_number(value, today)
    try:
        return codes.tax_code(value).text
    except codes.TaxCodeInvalid:
        return NOT_A_TAX_CODE


def _digits(value: Any) -> Any:
    value = line(value, 40)
    return _GAPS.sub("", value) if type(value) is str else value


def files_check(question: FilesQuestion) -> Check:
    """Check a list of keys of files that were uploaded before."""
    least, most = question.min, question.max

    def check(value: Any, _today: date) -> Any:
        if type(value) is not list:
            return WRONG_TYPE
        if not all(type(key) is str and _FILE_KEY.fullmatch(key) for key in value):
            return WRONG_TYPE
        if len(value) > most or len(set(value)) < len(value):
            return Bad("too-many", {"max": most})
        return Bad("too-few", {"min": least}) if 0 < len(value) < least else value or None

    return check
