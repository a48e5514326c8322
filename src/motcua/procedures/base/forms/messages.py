"""What the form says about a wrong answer, by code and language."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from motcua.procedures.base.shared import shared_texts
from motcua.procedures.base.texts import say
from motcua.ui.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentence(
    code: str,
    label: Mapping[str, str],
    params: Mapping[str, object],
    own: Mapping[str, str] | None,
    language: str,
) -> str:
    """Say what is wrong: in the pack's own words where it has some, else by the code."""
    if own:
        return say(own, language)
    known = _sentences()
    words = say(known.get(code) or known["refused"], language)
    values = {name: _shown(value, language) for name, value in params.items()}
    named = say(label, language)
    if "{label}:" in words:
        named = named.removesuffix("?")
    return words.format(label=named, **values)


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    return shared_texts("messages")


def _shown(value: object, language: str) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, dict):
        return say(value, language)
    return whole(value, language) if isinstance(value, int) else str(value)
