"""Agency identifiers: the form of Decision 20/2020/QĐ-TTg and the form before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from motcua.kernel.codes.errors import AgencyCodeInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 35
_OLD: Final = re.compile(r"(\d{3})\.(\d{2})\.(\d{2})\.([A-Z]\d{2})", re.ASCII)
_NEW: Final = re.compile(r"[A-Y]\d{2}(?:\.[0-9A-Z]+)*", re.ASCII)
# Organisations outside the state: a scheme from Z01 to Z99 and up to 32 characters of its own.
_SCHEME: Final = re.compile(r"(Z(?!00)\d{2})\.?([0-9A-Z.-]{1,32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class AgencyCode:
    """An agency identifier as written, with its levels from the first down.

    Trailing zero groups of the old form are no levels: 000.00.13.H53 is (H53, 13). The two forms
    of one agency need not have the same numbers: keep both, with their dates.
    """

    text: str
    levels: tuple[str, ...]

    @property
    def new_form(self) -> str:
        """The levels from left to right: H53.13."""
        return ".".join(self.levels)

    @property
    def old_form(self) -> str | None:
        """The levels from right to left, 000.00.13.H53, or None where they do not fit."""
        first, *lower = self.levels
        widths = (2, 2, 3)
        fits = len(lower) <= len(widths) and all(
            level.isdigit() and len(level) <= width
            for level, width in zip(lower, widths, strict=False)
        )
        if not fits:
            return None
        padded = lower + ["0"] * (len(widths) - len(lower))
        groups = [level.zfill(width) for level, width in zip(padded, widths, strict=True)]
        return ".".join([*reversed(groups), first])

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {
            "agency": self.text,
            "levels": list(self.levels),
            "new_form": self.new_form,
            "old_form": self.old_form,
        }


def agency_code(text: str) -> AgencyCode:
    """Read an agency identifier of either form, in capitals or not.

    Raises `AgencyCodeInvalid`.
    """
    code = text.strip().upper()
    if old := _OLD.fullmatch(code):
        return AgencyCode(code, _levels_of_old(old.groups()))
    if len(code) <= _LONGEST:
        if _NEW.fullmatch(code):
            return AgencyCode(code, tuple(code.split(".")))
        if scheme := _SCHEME.fullmatch(code):
            return AgencyCode(code, scheme.groups())
    raise AgencyCodeInvalid


def normalise(code: str) -> tuple[str, ...]:
    """Give the levels of an agency identifier of either form, level 1 first.

    Raises `AgencyCodeInvalid`.
    """
    return agency_code(code).levels


def _levels_of_old(groups: tuple[str, ...]) -> tuple[str, ...]:
    levels = list(reversed(groups))
    while len(levels) > 1 and not levels[-1].strip("0"):
        levels.pop()
    return tuple(levels)
