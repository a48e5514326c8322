"""Where a process leads: its moves, what is usual filled in, and their conditions, ready to use.

`Shape` is what can be said without answers: it draws, it lists, and it tolerates what lint refuses.
`Flow` adds the conditions, compiled over the applicant's answers and what officials filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.compiling import Condition, Scope, compile_condition
from motcua.procedures.base.forms.spec import FormSpec, Page, scope_of
from motcua.procedures.enums import Awaited, MoveKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from motcua.procedures.base.forms.questions import When
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.processes.spec import Process, Step
    from motcua.procedures.base.texts import Text


@dataclass(frozen=True, slots=True)
class Way:
    """A move out of a step; `is_usual` where the step says nothing of its kind."""

    kind: MoveKind
    to: tuple[str, ...] = ()
    awaits: tuple[Awaited, ...] = ()
    when: When | None = None
    name: Text | None = None
    is_usual: bool = False


@dataclass(frozen=True)
class Shape:
    """A process as a graph; moves to steps that there are not are left out."""

    process: Process

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The steps by code, in the order of the list."""
        return {step.code: step for step in self.process.steps}

    @property
    def first(self) -> Step:
        """The step that receives."""
        return self.process.steps[0]

    @cached_property
    def consulted(self) -> frozenset[str]:
        """The steps that are only asked for their opinion, and lead nowhere by themselves."""
        asked = self._named(MoveKind.CONSULT)
        return frozenset(asked - self._named(MoveKind.FORWARD))

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        """Every step's moves, the usual ones included."""
        return {code: tuple(self._ways(step)) for code, step in self.steps.items()}

    @cached_property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """What may follow each step, near or far, by forward moves alone."""
        return {code: frozenset(self._reached(code)) for code in self.steps}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """How far down each step stands: below all that leads to it, who is asked beside who asks.

        What nothing leads to comes last.
        """
        rank: dict[str, int] = {}
        self._descend(self.first.code, 0, frozenset(), rank)
        for code in self.steps:
            for way in self.out(code, MoveKind.CONSULT):
                for to in way.to:
                    rank.setdefault(to, rank.get(code, 0))
        lost = max(rank.values()) + 1
        unled = [code for code in self.steps if code not in rank]
        rank.update({code: lost + number for number, code in enumerate(unled)})
        return {code: rank[code] for code in self.steps}

    def out(self, code: str, kind: MoveKind) -> tuple[Way, ...]:
        """Give a step's moves of one kind."""
        return tuple(way for way in self.ways.get(code, ()) if way.kind is kind)

    def following(self, code: str) -> tuple[str, ...]:
        """Give the steps that a step leads to, each once."""
        targets = (to for way in self.out(code, MoveKind.FORWARD) for to in way.to)
        return tuple(dict.fromkeys(targets))

    def before(self, code: str) -> tuple[str, ...]:
        """Give the steps that lead to a step."""
        return tuple(other for other in self.steps if code in self.following(other))

    def is_last(self, code: str) -> bool:
        """Say whether nothing follows a step."""
        return not self.following(code)

    @cached_property
    def usual_order(self) -> tuple[Step, ...]:
        """The steps in the order of the list, those that are only consulted left out."""
        return tuple(step for step in self.process.steps if step.code not in self.consulted)

    def _descend(self, code: str, row: int, above: frozenset[str], rank: dict[str, int]) -> None:
        if code in above or rank.get(code, -1) >= row:
            return
        rank[code] = row
        for to in self.following(code):
            self._descend(to, row + 1, above | {code}, rank)

    def _named(self, kind: MoveKind) -> set[str]:
        moves = (move for step in self.process.steps for move in step.says(kind) or ())
        return {code for move in moves for code in move.to if code in self.steps}

    def _ways(self, step: Step) -> Iterator[Way]:
        if step.code not in self.consulted:
            yield from self._said(step, MoveKind.FORWARD) or self._usually_forward(step)
            yield from self._said(step, MoveKind.BACK) or (Way(MoveKind.BACK, is_usual=True),)
        waits = (Way(MoveKind.WAIT, awaits=tuple(Awaited), is_usual=True),)
        usual = () if step.code in self.consulted else waits
        yield from self._said(step, MoveKind.WAIT) or usual
        for kind in (MoveKind.CONSULT, MoveKind.REFUSE, MoveKind.STOP):
            yield from self._said(step, kind) or ()

    def _said(self, step: Step, kind: MoveKind) -> tuple[Way, ...] | None:
        said = step.says(kind)
        if said is None:
            return None
        return tuple(
            Way(
                kind,
                tuple(code for code in move.to if code in self.steps),
                move.awaits,
                move.when,
                move.name,
            )
            for move in said
        )

    def _usually_forward(self, step: Step) -> tuple[Way, ...]:
        order = [one.code for one in self.usual_order]
        after = order[order.index(step.code) + 1 :][:1]
        return (Way(MoveKind.FORWARD, tuple(after), is_usual=True),) if after else ()

    def _reached(self, code: str) -> set[str]:
        reached: set[str] = set()
        ahead = list(self.following(code))
        while ahead:
            one = ahead.pop()
            if one not in reached:
                reached.add(one)
                ahead += self.following(one)
        return reached


@dataclass(frozen=True)
class Flow:
    """A process that knows which of its moves are open for given answers."""

    shape: Shape
    conditions: Mapping[tuple[str, int], Condition]

    def asks(self, code: str) -> bool:
        """Say whether any move of a step depends on answers."""
        return any(one == code for one, _number in self.conditions)

    def open_ways(
        self, code: str, kind: MoveKind, answers: Mapping[str, Any], day: date
    ) -> tuple[Way, ...]:
        """Give a step's moves of a kind whose conditions hold on a day."""
        return tuple(
            way
            for number, way in enumerate(self.shape.ways.get(code, ()))
            if way.kind is kind and self._holds((code, number), answers, day)
        )

    def onward(self, code: str, answers: Mapping[str, Any], day: date) -> tuple[Step, ...] | None:
        """Give the steps that begin after a step: none after the last; None: no way is open."""
        ways = self.open_ways(code, MoveKind.FORWARD, answers, day)
        if not ways:
            return () if self.shape.is_last(code) else None
        return tuple(self.shape.steps[to] for to in ways[0].to)

    def _holds(self, key: tuple[str, int], answers: Mapping[str, Any], day: date) -> bool:
        condition = self.conditions.get(key)
        return condition is None or condition.holds(answers, day)


def compile_flow(process: Process, scope: Scope) -> Flow:
    """Compile a process over the questions of the form, of the result and of its own steps.

    Raises `ConditionInvalid` where a condition does not fit them.
    """
    shape, known = Shape(process), scope_with_steps(process, scope)
    return Flow(
        shape,
        {
            (code, number): compile_condition(way.when, known)
            for code, ways in shape.ways.items()
            for number, way in enumerate(ways)
            if way.when is not None
        },
    )


def scope_of_moves(pack: Pack) -> Scope:
    """Give what moves of a pack may refer to: also what is drafted into its result."""
    page = Page(code="official", title=pack.result.title, questions=pack.result.questions)
    drafted = scope_of(FormSpec(title=pack.result.title, pages=(page,)))
    asked = scope_of(pack.form)
    scope = Scope({**drafted.paths, **asked.paths}, asked.row, {**drafted.rows, **asked.rows})
    return scope_with_steps(pack.process, scope)


def scope_with_steps(process: Process, scope: Scope) -> Scope:
    """Give what moves may refer to: the form's answers, and what officials fill in."""
    asked = scope_of(filled_in(process.steps))
    return Scope({**asked.paths, **scope.paths}, scope.row, {**asked.rows, **scope.rows})


def filled_in(steps: tuple[Step, ...]) -> FormSpec:
    """Make a form of what officials fill in at some steps, a page each."""
    pages = tuple(
        Page(code=step.code, title=step.name, questions=step.form) for step in steps if step.form
    )
    return FormSpec(title=steps[0].name, pages=pages)
