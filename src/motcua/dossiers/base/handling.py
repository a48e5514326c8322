"""The rules of handling as dated rows: what each says, sets, and did to one dossier."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml

from motcua.kernel.calendar import Limit, Rule, Rules, Unit
from motcua.kernel.calendar.rules import Sentence, rule_from

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_DATA: Final = files("motcua.dossiers") / "data"
# libyaml's loader is many times faster; a build of PyYAML without it reads the same.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def handling_rules() -> Rules:
    """Give every version of the rules of handling (`data/handling.yaml`)."""
    return Rules(tuple(rule_from(row) for row in read("handling.yaml")["rules"]))


def rule_on(code: str, day: date) -> Rule:
    """Give a rule as it stands on a civil day. Raises `RuleMissing` where none is in force."""
    return handling_rules().on(day)[code]


def span_of(rule: Rule) -> Limit:
    """Give the stretch of time that a rule sets."""
    return Limit(rule.value["amount"], Unit(rule.value["unit"]))


def told(rule: Rule, **words: Sentence) -> Sentence:
    """Say in both languages what a rule did to one dossier."""
    return Sentence(
        rule.because.vi.format(**{name: word.vi for name, word in words.items()}),
        rule.because.en.format(**{name: word.en for name, word in words.items()}),
    )


def plain(value: object) -> Sentence:
    """Give a word that is the same in both languages."""
    return Sentence(str(value), str(value))


def said_in(sentence: Sentence, language: str) -> str:
    """Give a sentence in a language."""
    return sentence.en if language == "en" else sentence.vi


@cache
def read(name: str) -> Mapping[str, Any]:
    """Read a file of dated data."""
    text = (_DATA / name).read_text(encoding="utf-8")
    shipped: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    return shipped
