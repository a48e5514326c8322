"""The statutory forms as dated rows: which title, paper and template a form has on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.dossiers.base.handling import read
from motcua.kernel.calendar.rules import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class StatutoryForm:
    """A form in one version: `sign` follows its number, `paper` is a4 or a5.

    In force from `valid_from` to `valid_to`, both included, either open. `confirmed` is false where
    the citation is recalled, not read.
    """

    code: str
    title: Sentence
    sign: str
    paper: str
    template: str
    citation: str
    valid_from: date | None
    valid_to: date | None
    confirmed: bool

    def holds(self, day: date) -> bool:
        """Say whether it is in force on a civil day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def statutory_forms() -> tuple[StatutoryForm, ...]:
    """Give every version of every form (`data/forms.yaml`)."""
    return tuple(_form(row) for row in read("forms.yaml")["forms"])


def form_on(code: str, day: date) -> StatutoryForm:
    """Give a form as it stands on a civil day; of two versions the later row counts."""
    return [form for form in statutory_forms() if form.code == code and form.holds(day)][-1]


def _form(row: Mapping[str, Any]) -> StatutoryForm:
    return StatutoryForm(**{**row, "title": Sentence(**row["title"])})
