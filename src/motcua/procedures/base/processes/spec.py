"""The process of a procedure as data: steps, the moves between them, who of an agency does what.

A plain list of steps is a sequence. What a step says of a kind of move replaces what is usual:
forward to the next step of the list, back to where the dossier came from, waiting for the citizen
to complete or to pay, stopping by the head or the leader. A kind with an empty list says: never.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from motcua.procedures.base.forms.questions import Code, Question, Spec, When
from motcua.procedures.base.texts import Text
from motcua.procedures.enums import Awaited, Mark, MoveKind, Product

Role = Literal["receptionist", "specialist", "head", "clerk", "accountant", "leader"]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}(\.[a-z]{1,20})?$")]


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Codes = Annotated[tuple[Code, ...], BeforeValidator(_as_tuple)]
Waits = Annotated[tuple[Awaited, ...], BeforeValidator(_as_tuple)]
_WITH_TARGETS = frozenset({MoveKind.FORWARD, MoveKind.BACK, MoveKind.CONSULT})


class UnitRule(Spec):
    """Which unit does a step; without a rule the one that plays the role at the offering.

    Attributes:
        same_as: the unit that had an earlier step in hand.
        by: an answer, or a part of one (`land_use`, `residence.commune`): the unit that the
            offering names for the role and that answer, else the one for the role.

    """

    same_as: Code | None = None
    by: Path | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.same_as is None) == (self.by is None):
            raise ValueError("a unit rule says either same_as or by")
        return self


class StepMove(Spec):
    """A move out of a step, open where `when` holds over answers and what officials filled.

    Attributes:
        to: forward: the steps that begin, all at once; of several moves the first that holds is
            taken. Back and consult: the steps to choose from.
        awaits: what may be asked of the citizen (`for` in a file), for `wait`.
        name: how the move is called on pages, where it says more than its kind.

    """

    kind: MoveKind
    to: Codes = ()
    awaits: Waits = Field((), alias="for")
    when: When | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.to and self.kind not in _WITH_TARGETS:
            raise ValueError(f"{self.kind} leads to no step")
        if self.awaits and self.kind is not MoveKind.WAIT:
            raise ValueError(f"{self.kind} waits for nothing")
        return self


class Step(Spec):
    """A step of the process: who, which share of the time limit, what it must leave behind.

    Attributes:
        share: part of the limit, counted in the agency's working time.
        form: what the official fills in here; conditions of moves may refer to it.
        join: it begins when every branch that leads here has arrived.

    """

    code: Code
    name: Text
    help: Text | None = None
    role: Role
    unit: UnitRule | None = None
    share: float = Field(ge=0, le=1)
    produces: tuple[Product, ...] = ()
    form: tuple[Question, ...] = ()
    signs: bool = False
    join: bool = False
    moves: tuple[StepMove, ...] = ()

    def says(self, kind: MoveKind) -> tuple[StepMove, ...] | None:
        """Give what the step says of a kind of move; None where it is as usual."""
        return tuple(move for move in self.moves if move.kind is kind) or None


class Process(Spec):
    """The steps from receipt to return; the first receives."""

    steps: tuple[Step, ...] = Field(min_length=1)
    basis: str
    mark: Mark = Mark.RECALLED
