"""Acts that are always done by two people: dated rules with their time and their limits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.dossiers.base.handling import read
from motcua.dossiers.enums import Sensitive
from motcua.kernel.calendar import Rules
from motcua.kernel.calendar.rules import rule_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.kernel.calendar import Rule


SECONDS: Mapping[Sensitive, frozenset[Role]] = {
    Sensitive.STOP: frozenset({Role.HEAD, Role.LEADER}),
    Sensitive.REFUSE: frozenset({Role.RECEPTIONIST, Role.HEAD, Role.LEADER}),
    Sensitive.RETURN: frozenset({Role.RECEPTIONIST, Role.CLERK, Role.HEAD, Role.LEADER}),
    Sensitive.CORRECT: frozenset({Role.LEADER}),
    Sensitive.REOPEN: frozenset({Role.LEADER}),
    Sensitive.REJUDGE: frozenset({Role.HEAD, Role.LEADER}),
    Sensitive.EXPORT: frozenset({Role.HEAD, Role.LEADER}),
}
"""By which roles somebody may be the second of the two people an act needs."""


@cache
def sensitive_rules() -> Rules:
    """Give every version of the rules (`data/sensitive.yaml`)."""
    return Rules(tuple(rule_from(row) for row in read("sensitive.yaml")["rules"]))


def sensitive_rule(code: str, day: date) -> Rule | None:
    """Give a rule as it stands on a civil day; None where the law has none then."""
    return sensitive_rules().on(day).get(code)


def most_exported(day: date) -> int | None:
    """Give how many dossiers one person may write out at once on a day; None for any number."""
    rule = sensitive_rule("export", day)
    return int(rule.value) if rule is not None else None
