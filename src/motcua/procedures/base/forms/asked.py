"""What every question of a form says, whatever its kind."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from motcua.procedures.base.texts import Text
from motcua.procedures.enums import Mark

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
When = str | dict[str, Any]
_MOST_YEARS = 1000


def _is_day(bound: str) -> str:
    """Let through what every reader of the form can make a day of."""
    try:
        if not bound.startswith("today"):
            date.fromisoformat(bound)
    except ValueError:
        raise ValueError("there is no such day") from None
    if bound != "today" and bound.endswith("y") and abs(int(bound[5:-1])) > _MOST_YEARS:
        raise ValueError("there is no such day")
    return bound


# A day: fixed (`2026-12-31`), `today`, or so many days or years from it (`today-60d`, `today-18y`).
DayBound = Annotated[
    str,
    StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|today([+-][0-9]{1,5}[dy])?)$"),
    AfterValidator(_is_day),
]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# Items of the statutory form a question answers: `no`, or `form#no` where a pack prints several.
Items = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Spec(BaseModel):
    """A part of a pack: immutable, and nothing unknown is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid")


OptionCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,59}$")]


class Option(Spec):
    """One answer among several."""

    value: OptionCode
    label: Text
    hint: Text | None = None


class Asked(Spec):
    """What every question says.

    Attributes:
        hint: one sentence always seen below the label; `help`: longer, folded away.
        when: the question is only asked where this holds; otherwise its answer is dropped.
        items: items of the statutory form it answers; `basis` cites the law where no form does.
        mark: whether item or basis was read in a `source` or remembered.
        prefill: where a known answer comes from (`person.full_name`), used if `prefill_when` holds.
        missing: what to say when it is left empty, instead of the general sentence; `refused`:
            when the answer is not of its kind.
        examples: valid answers, for the documentation, the demo world and the proof.

    """

    key: Key
    label: Text
    hint: Text | None = None
    help: Text | None = None
    required: bool = True
    when: When | None = None
    items: Items = ()
    basis: str | None = None
    mark: Mark | None = None
    source: str | None = None
    prefill: str | None = None
    prefill_when: When | None = None
    missing: Text | None = None
    refused: Text | None = None
    examples: tuple[Any, ...] = ()
