"""Systems that are not connected: what their numbers look like, and the order of their screens.

One file a system in `_shared/outside`; screens are dated, and without one the form's order holds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import yaml
from pydantic import Field, ValidationError, field_validator

from motcua.procedures.base.faults import words_of
from motcua.procedures.base.forms.questions import Spec
from motcua.procedures.base.packs import DatedSpec
from motcua.procedures.base.shared import SHARED, packs_folder
from motcua.procedures.base.texts import Text
from motcua.procedures.errors import PackInvalid

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

FOLDER = "outside"


class ScreenField(Spec):
    """A field of the other system's screen, and where in our answers its value stands.

    `from_` is the path of an answer (`child_name`, `father.name`), as errors name it.
    """

    label: Text
    from_: str = Field(alias="from", pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$")


class Screen(DatedSpec):
    """The other system's screen for a procedure, in its order, from a day on."""

    procedure: str
    source: str
    confirmed: bool = False
    fields: tuple[ScreenField, ...]


class OutsideNumberSpec(Spec):
    """What a number of the other system looks like."""

    pattern: str
    hint: Text

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from None
        return value


class OutsideSystem(DatedSpec):
    """A system that officials type dossiers into by hand, and for which procedures."""

    code: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    name: Text
    source: str
    number: OutsideNumberSpec
    procedures: tuple[str, ...]
    screens: tuple[Screen, ...] = ()

    def takes(self, procedure: str, day: date) -> bool:
        """Say whether dossiers of a procedure are typed into it on a day."""
        return procedure in self.procedures and self.holds_on(day)

    def screen_for(self, procedure: str, day: date) -> Screen | None:
        """Give the screen of a procedure on a day; None where the form's order holds."""
        held = (one for one in self.screens if one.procedure == procedure and one.holds_on(day))
        return max(held, key=lambda one: one.valid_from, default=None)

    def is_number(self, text: str) -> bool:
        """Say whether a text looks like a number of this system."""
        return re.fullmatch(self.number.pattern, text) is not None


@cache
def outside_systems() -> tuple[OutsideSystem, ...]:
    """Give the systems that ship with the packs, by code. Raises `PackInvalid`."""
    folder = packs_folder() / SHARED / FOLDER
    return tuple(read_system(file) for file in sorted(folder.glob("*.yaml")))


def read_system(file: Path) -> OutsideSystem:
    """Read one system's file. Raises `PackInvalid` naming what is wrong."""
    try:
        system = OutsideSystem.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = [(file.name, words_of(one)) for one in error.errors()]
        raise PackInvalid(": ".join(problems[0]), problems=problems) from None
    if system.code != file.stem:
        raise PackInvalid(f"{file.name}: code {system.code}")
    return system
