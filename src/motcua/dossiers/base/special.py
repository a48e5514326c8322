"""Special laws as dated rows: a field or a procedure has another time than the general rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.dossiers.base.handling import read, rule_on
from motcua.kernel.calendar.rules import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.kernel.calendar import Rule


@dataclass(frozen=True, slots=True)
class SpecialLaw:
    """What takes the place of a rule for some fields and procedures, while it is in force.

    Both days are included, either may be open. `because` is None where the general rule's words do.
    """

    rule: str
    text: Sentence
    value: Any
    citation: str
    fields: frozenset[str]
    procedures: frozenset[str]
    valid_from: date | None
    valid_to: date | None
    confirmed: bool
    because: Sentence | None

    def holds(self, day: date) -> bool:
        """Say whether it is in force on a civil day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def over(self, general: Rule) -> Rule:
        """Give the general rule with what this law says in its place."""
        return replace(
            general,
            text=self.text,
            because=self.because or general.because,
            value=self.value,
            citation=self.citation,
            confirmed=self.confirmed,
        )


@cache
def special_laws() -> tuple[SpecialLaw, ...]:
    """Give every special law (`data/special_laws.yaml`)."""
    return tuple(_law(row) for row in read("special_laws.yaml")["laws"])


def rule_for(code: str, day: date, *, procedure: str, field: str) -> Rule:
    """Give a rule as it stands on a civil day for a procedure of a field.

    What a special law says of the procedure counts before what one says of its field, and that
    before the general rule. Raises `RuleMissing` where no general one is in force.
    """
    general = rule_on(code, day)
    held = [law for law in special_laws() if law.rule == code and law.holds(day)]
    of_field = [law for law in held if field in law.fields]
    of_procedure = [law for law in held if procedure in law.procedures]
    found = [*of_field, *of_procedure]
    return found[-1].over(general) if found else general


def _law(row: Mapping[str, Any]) -> SpecialLaw:
    because = row.get("because")
    return SpecialLaw(
        rule=row["rule"],
        text=Sentence(**row["text"]),
        value=row["value"],
        citation=row["citation"],
        fields=frozenset(row.get("fields", ())),
        procedures=frozenset(row.get("procedures", ())),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        confirmed=row.get("confirmed", True),
        because=Sentence(**because) if because else None,
    )
