"""What a page of the workshop posts, read back into the form packs have."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.console.workshop.base.carried import read_json
from motcua.console.workshop.base.choices import JOINS
from motcua.console.workshop.base.rulings import Row, Ruling, when_of
from motcua.console.workshop.base.shapes import LANGUAGES, How, Rows, Slot
from motcua.procedures.base.conditions.compiling import compile_quantity
from motcua.procedures.errors import ConditionInvalid
from motcua.ui.posted import item_count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import QueryDict

    from motcua.console.workshop.base.shapes import Shape
    from motcua.procedures.base.conditions.compiling import Scope

FORMULAS = frozenset({"quantity", "value"})
_COUNTED = frozenset({"NumberQuestion", "MoneyQuestion"})
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_LONGEST_NUMBER = 16


@dataclass(slots=True)
class Written:
    """What was posted of an object: as packs keep it, and what of it cannot be read.

    `typed` and `rulings` hold what stays on the page as it was typed.
    """

    raw: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    rulings: dict[str, Ruling] = field(default_factory=dict)

    def complain(self, name: str, message: str) -> None:
        """Note what is wrong with a control."""
        self.problems.setdefault(name, []).append(message)


def read_object(
    shape: Shape, data: QueryDict, scope: Scope, *, keeps_empty: bool = False
) -> Written:
    """Read everything that is written of an object; empty rows only where they are kept."""
    written = Written()
    reader = _Reader(data, scope, written, keeps_empty=keeps_empty)
    for part in shape.written:
        value = reader.rows(part) if isinstance(part, Rows) else reader.one(part, part.dotted)
        if value is not None:
            _put(written.raw, part.path, value)
    return written


def ruling_from(name: str, data: QueryDict) -> Ruling:
    """Read the rows of a condition as they were typed."""
    rows = tuple(
        Row(*(_joined(data, f"{name}.{index}.{part}") for part in ("ref", "op", "value")))
        for index in range(item_count(name, data))
    )
    join = "any" if data.get(f"{name}.join") == "any" else "all"
    return Ruling(join, rows, data.get(f"{name}.formula", "").strip())


def _joined(data: QueryDict, name: str) -> str:
    """Give what was typed, or the several that were chosen."""
    chosen = (one.strip() for one in data.getlist(name))
    return ", ".join(one for one in chosen if one)


class _Reader:
    """Reads controls of one page."""

    def __init__(
        self, data: QueryDict, scope: Scope, written: Written, *, keeps_empty: bool
    ) -> None:
        self._data = data
        self._keeps_empty = keeps_empty
        self._scope = scope
        self._written = written
        self._readers: Mapping[How, Callable[[Slot, str], Any]] = {
            How.LINE: lambda _slot, name: self._text(name),
            How.CHOICE: lambda _slot, name: self._text(name),
            How.TEXT: lambda _slot, name: self._by_language(name),
            How.NUMBER: lambda _slot, name: self._number(name),
            How.DECIMAL: lambda _slot, name: self._decimal(name),
            How.FLAG: lambda _slot, name: self._flag(name),
            How.DAY: lambda _slot, name: _day(self._text(name)),
            How.CHOICES: self._several,
            How.LINES: lambda slot, name: self._lines(name) or ([] if slot.is_required else None),
            How.WORDS: self._words,
            How.WHEN: self._when,
            How.EXAMPLES: self._examples,
            How.DATA: self._data_of,
        }

    def one(self, slot: Slot, name: str) -> Any:
        return self._readers[slot.how](slot, name)

    def rows(self, rows: Rows) -> list[Any] | None:
        found = []
        for index in range(item_count(rows.dotted, self._data)):
            name = f"{rows.dotted}.{index}"
            row = self._row(rows, name) if rows.slots else self._by_language(name)
            if row or self._keeps_empty:
                found.append(row or {})
        return found or ([] if rows.is_required else None)

    def _row(self, rows: Rows, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {}
        is_typed = False
        for slot in rows.slots:
            value = self.one(slot, f"{name}.{slot.dotted}")
            if value is not None:
                _put(row, slot.path, value)
                is_typed = is_typed or slot.how not in {How.CHOICE, How.FLAG}
        return row if is_typed else {}

    def _text(self, name: str) -> str | None:
        return self._data.get(name, "").strip() or None

    def _by_language(self, name: str) -> dict[str, str] | None:
        texts = {code: self._text(f"{name}.{code}") for code in LANGUAGES}
        found = {code: text.replace("\r\n", "\n") for code, text in texts.items() if text}
        return found or None

    def _number(self, name: str) -> int | str | None:
        text = self._text(name)
        plain = re.sub(r"[. \u00a0]", "", text or "")
        if _WHOLE.fullmatch(plain):
            return int(plain)
        if len(plain) > _LONGEST_NUMBER:
            self._written.complain(name, _("Số có nhiều nhất 15 chữ số."))
        return text

    def _decimal(self, name: str) -> float | str | None:
        text = self._text(name)
        try:
            found = float((text or "").replace(",", "."))
        except ValueError:
            return text
        if math.isfinite(found):
            return found
        self._written.complain(name, _("Số có nhiều nhất 15 chữ số."))
        return text

    def _flag(self, name: str) -> bool | None:
        text = self._text(name)
        if text not in {None, "yes", "no"}:
            self._written.complain(name, not_offered())
        return {"yes": True, "no": False}.get(text or "")

    def _several(self, slot: Slot, name: str) -> list[str] | None:
        posted = [one.strip() for one in self._data.getlist(name) if one.strip()]
        if not set(posted) <= set(slot.options):
            self._written.complain(name, not_offered())
        chosen = [code for code in slot.options if code in posted]
        return chosen or ([] if slot.default else None)

    def _lines(self, name: str) -> list[str]:
        texts = self._data.getlist(name)
        lines = (line.strip() for text in texts for line in text.splitlines())
        return [line for line in lines if line]

    def _words(self, _slot: Slot, name: str) -> dict[str, list[str]]:
        found = {code: self._lines(f"{name}.{code}") for code in LANGUAGES}
        return {code: lines for code, lines in found.items() if lines}

    def _examples(self, slot: Slot, name: str) -> list[Any] | None:
        return [_example(line, slot.owner) for line in self._lines(name)] or None

    def _when(self, slot: Slot, name: str) -> Any:
        ruling = ruling_from(name, self._data)
        self._written.rulings[name] = ruling
        if self._text(f"{name}.join") not in {None, *JOINS}:
            self._written.complain(name, not_offered())
        try:
            if slot.name in FORMULAS and ruling.formula:
                compile_quantity(ruling.formula, self._scope)
            return when_of(ruling, self._scope)
        except ConditionInvalid as error:
            self._written.complain(name, reason_words(str(error.details.get("reason", ""))))
            return None

    def _data_of(self, _slot: Slot, name: str) -> Any:
        text = self._text(name)
        if text is None:
            return None
        try:
            return read_json(text)
        except ValueError:
            self._written.typed[name] = text
            self._written.complain(name, _("Chưa đọc được. Viết theo JSON."))
            return None


def not_offered() -> str:
    """Say that what was posted is none of what the control offers."""
    return _("Chỉ chọn trong những lựa chọn có trên trang.")


def reason_words(reason: str) -> str:
    """Say why a condition cannot be read."""
    known = {
        "no-question": _("Chọn câu hỏi cho mỗi dòng điều kiện."),
        "no-value": _("Điền giá trị cho mỗi dòng điều kiện."),
        "no-operator": _("Chọn cách so sánh cho mỗi dòng điều kiện."),
        "yes-or-no": _("Câu hỏi có hoặc không: giá trị là “yes” hoặc “no”."),
        "number": _("Giá trị so sánh phải là số."),
        "day": _("Giá trị so sánh phải là ngày, viết như 20/11/2026."),
    }
    return known.get(reason) or _("Điều kiện chưa đúng: %(reason)s.") % {"reason": reason}


def _put(raw: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        raw = raw.setdefault(part, {})
    raw[path[-1]] = value


def _day(text: str | None) -> str | None:
    """Read `20/11/2026` as `2026-11-20`; what is no such day stays as it was typed."""
    if text is None:
        return None
    parts = text.split("/")
    if len(parts) == 3 and all(part.strip().isdecimal() for part in parts):
        first, month, year = (part.strip() for part in parts)
        return f"{year:>04}-{month:>02}-{first:>02}"
    return text


def _example(line: str, owner: str) -> Any:
    if line.startswith(("{", "[")) or line in {"true", "false"}:
        try:
            return read_json(line)
        except ValueError:
            return line
    return int(line) if owner in _COUNTED and _WHOLE.fullmatch(line) else line
