"""The rules of numbering as dated rows: how many digits, which symbols, when numbers restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

from motcua.receipts.errors import RuleMissing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_DATA: Final = files("motcua.receipts") / "data"
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """How receipts are numbered from `valid_from` to `valid_to`, both included, `None` for open.

    The fields are those of `data/rules.yaml`. `confirmed` is false where the row rests on general
    knowledge.
    """

    code: str
    citation: str
    valid_from: date
    valid_to: date | None
    digits: int
    padded: bool
    restarts_by_year: bool
    form_symbol: str
    letters: str
    receipt_symbol: str
    confirmed: bool
    note: str

    @property
    def last_number(self) -> int:
        """Give the largest number that a series has."""
        return int("9" * self.digits)

    def holds(self, day: date) -> bool:
        """Say whether the rule is in force on a civil day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def counted_in(self, day: date) -> int:
        """Give the year whose numbers a receipt of a day takes; 0 where they never restart."""
        return day.year if self.restarts_by_year else 0

    def symbol(self, letters: str, day: date) -> str:
        """Write the symbol of a receipt of a day: `AA-26E`."""
        return self.receipt_symbol.format(letters=letters, yy=f"{day.year % _CENTURY:02}")

    def written(self, number: int) -> str:
        """Write a number as receipts show it."""
        return f"{number:0{self.digits}}" if self.padded else str(number)

    def takes_form(self, symbol: str) -> bool:
        """Say whether a form's symbol is as the rule wants it."""
        return re.fullmatch(self.form_symbol, symbol) is not None

    def takes_letters(self, letters: str) -> bool:
        """Say whether the letters of a receipt's symbol are as the rule wants them."""
        return re.fullmatch(self.letters, letters) is not None


@cache
def receipt_rules() -> tuple[Rule, ...]:
    """Give every rule, in the order of the file."""
    text = (_DATA / "rules.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return tuple(Rule(**row) for row in found["rules"])


def rule_on(day: date) -> Rule:
    """Give the rule in force on a civil day. Raises `RuleMissing`."""
    rule = next((rule for rule in receipt_rules() if rule.holds(day)), None)
    if rule is None:
        raise RuleMissing(day=day.isoformat())
    return rule
