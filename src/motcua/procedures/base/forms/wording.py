"""Answers in words, as the summary, a print or a certificate shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.kernel.money import show
from motcua.procedures.base.forms.parts import BEFORE
from motcua.procedures.base.forms.questions import (
    Asked,
    CalculatedQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    CompoundQuestion,
    NumberQuestion,
)
from motcua.procedures.base.shared import shared_list, shared_texts
from motcua.procedures.base.texts import say
from motcua.ui.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from motcua.procedures.base.forms.parts import PlaceBook
    from motcua.procedures.base.forms.questions import Option
    from motcua.procedures.base.forms.spec import Lists


class Wording:
    """Writes clean answers in one language."""

    def __init__(self, language: str, lists: Lists, places: PlaceBook | None = None) -> None:
        self.language = language
        self._lists = lists
        self._places = places
        self._by_kind: dict[str, Callable[[Asked, Any], str]] = {
            "date": lambda _question, value: short_date(value),
            "partial-date": lambda _question, value: short_date(value),
            "number": self._number,
            "quantity": self._number,
            "calculated": self._calculated,
            "money": lambda _question, value: show(value, self.language),
            "choice": self._choice,
            "choices": self._choices,
            "yes-no": lambda _question, value: self.word("yes" if value else "no"),
            "declaration": lambda _question, _value: self.word("declared"),
            "place": self._place,
            "address": self._address,
            "name-parts": lambda _question, value: full_name(value),
            "identity-document": self._document,
            "map-point": self._point,
            "person": self._compound,
            "enterprise": self._compound,
            "files": lambda _question, value: self.word("files").format(count=len(value)),
        }

    def word(self, code: str) -> str:
        """Give one of the shared words in the language."""
        return say(shared_texts("words")[code], self.language)

    def write(self, question: Asked, value: Any) -> str:
        """Write an answer; what was not answered is the empty string."""
        if value is None or value == "":
            return ""
        kind: str = getattr(question, "kind", "")
        writer = self._by_kind.get(kind)
        return writer(question, value) if writer else str(value)

    def _number(self, question: Asked, value: Any) -> str:
        assert isinstance(question, NumberQuestion)
        suffix = say(question.suffix, self.language) if question.suffix else ""
        return whole(value, self.language) + (f" {suffix}" if suffix else "")

    def _calculated(self, question: Asked, value: Any) -> str:
        assert isinstance(question, CalculatedQuestion)
        if question.look == "money":
            return show(value, self.language)
        suffix = say(question.suffix, self.language) if question.suffix else ""
        return f"{whole(value, self.language)} {suffix}".rstrip()

    def _compound(self, question: Asked, value: Any) -> str:
        """Write a person or an enterprise, a part a line."""
        assert isinstance(question, CompoundQuestion)
        return "\n".join(
            f"{say(part.label, self.language)}: {self.write(part, value[part.key])}"
            for part in question.parts
            if part.key in value
        )

    def _point(self, _question: Asked, value: Any) -> str:
        if "words" in value:
            return str(value["words"])
        return self.word(f"point-{value['system']}").format(**value)

    def _choice(self, question: Asked, value: Any) -> str:
        assert isinstance(question, ChoiceQuestion)
        options = self._lists[question.list] if question.list else question.options
        return self._label(options, value)

    def _choices(self, question: Asked, value: Any) -> str:
        assert isinstance(question, ChoicesQuestion)
        return "; ".join(self._label(question.options, item) for item in value)

    def _label(self, options: Iterable[Option], value: str) -> str:
        found = (say(row.label, self.language) for row in options if row.value == value)
        return next(found, value)

    def _place(self, _question: Asked, value: Any) -> str:
        province, commune = value.get("province", ""), value.get("commune", "")
        is_old = value.get("era") == BEFORE
        note = f" ({self.word(BEFORE)})" if is_old else ""
        if self._places is None:
            return ", ".join(part for part in (commune, province) if part) + note
        book = self._places.before() if is_old else self._places
        return book.place_name(province, commune, self.language) + note

    def _address(self, question: Asked, value: Any) -> str:
        return ", ".join(
            part for part in (value.get("line", ""), self._place(question, value)) if part
        )

    def _document(self, _question: Asked, value: Any) -> str:
        words = f"{self.word(value['type'])} {self.word('number')} {value['number']}"
        country = value.get("country", "VN")
        return words if country == "VN" else f"{words}, {self.country(country)}"

    def country(self, code: str) -> str:
        """Give the name of a country by its code."""
        return self._label(shared_list("countries"), code)


def short_date(value: str) -> str:
    """Write `2026-05-17` as `17/05/2026`, `2026-05` as `05/2026`, `2026` as it is."""
    return "/".join(reversed(value.split("-")))


def full_name(parts: dict[str, str]) -> str:
    """Join a name in parts as it is written."""
    names = (parts.get(part, "") for part in ("family", "middle", "given"))
    return " ".join(name for name in names if name)
