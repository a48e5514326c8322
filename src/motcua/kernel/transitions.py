"""The table engine: states and the moves between them, checked when the table is made. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError

S = TypeVar("S", bound=str)
T = TypeVar("T", bound=Hashable)


class _Return(Enum):
    RETURN = "return"


RETURN: Final = _Return.RETURN
"""The target of a move that leads back to the state the pause was entered from."""


class MoveRefused(DomainError):
    """The table lists no such move from this state; details say which."""

    code = "kernel.move_refused"
    status = 409
    message = _("Không làm được việc này ở trạng thái hiện tại.")


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One line of a table: what is done, from where, to where, by whom, and its Vietnamese name."""

    action: str
    sources: tuple[S, ...]
    target: S | _Return
    label: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Generic[S]):
    """A state machine. Raises `ValueError` when made with a flaw, naming it."""

    name: str
    states: tuple[S, ...]
    initial: S
    moves: tuple[Move[S], ...]

    def __post_init__(self) -> None:
        flaw = next(self._flaws(), None)
        if flaw:
            raise ValueError(f"table {self.name}: {flaw}")

    def target(self, state: S, action: str, came_from: S | None = None) -> S:
        """Give the state an action leads to.

        `came_from` is the state before the pause, needed by moves that return to it. Raises
        `MoveRefused` when no such move is listed, or when `came_from` does not lead to `state`.
        """
        move = self.move(state, action)
        if not isinstance(move.target, _Return):
            return move.target
        if came_from is None or came_from not in self.entered_from(state):
            raise MoveRefused(table=self.name, state=str(state), action=action)
        return came_from

    def move(self, state: S, action: str) -> Move[S]:
        """Give the line for an action in a state; raises `MoveRefused` when there is none."""
        for move in self.moves:
            if move.action == action and state in move.sources:
                return move
        raise MoveRefused(table=self.name, state=str(state), action=action)

    def allowed(self, state: S) -> tuple[Move[S], ...]:
        """Give the moves possible from a state, in the order of the table."""
        return tuple(move for move in self.moves if state in move.sources)

    def entered_from(self, state: S) -> frozenset[S]:
        """Give the states from which some move leads to this one."""
        return frozenset(
            source for move in self.moves if move.target == state for source in move.sources
        )

    def pairs(self) -> frozenset[tuple[S, S]]:
        """Give every (from, to) the table permits, returns included."""
        return frozenset(
            (source, target)
            for move in self.moves
            for source in move.sources
            for target in self._targets(move, source)
        )

    def final(self) -> frozenset[S]:
        """Give the states that nothing leaves."""
        return frozenset(self.states) - {source for source, _ in self.pairs()}

    def as_mermaid(self, labels: dict[S, str] | None = None) -> str:
        """Draw the table as a Mermaid state diagram; `labels` name the states."""
        names = labels or {}
        lines = ["stateDiagram-v2"]
        lines += [f"    {_node(state)}: {names.get(state, str(state))}" for state in self.states]
        lines.append(f"    [*] --> {_node(self.initial)}")
        for move in self.moves:
            for source in move.sources:
                lines += self._arrows(move, source)
        lines += [f"    {_node(state)} --> [*]" for state in self.states if state in self.final()]
        return "\n".join(lines) + "\n"

    def _arrows(self, move: Move[S], source: S) -> list[str]:
        targets = sorted(self._targets(move, source), key=self.states.index)
        return [f"    {_node(source)} --> {_node(target)}: {move.label}" for target in targets]

    def _targets(self, move: Move[S], source: S) -> frozenset[S]:
        if isinstance(move.target, _Return):
            return self.entered_from(source)
        return frozenset({move.target})

    def _flaws(self) -> Iterator[str]:
        yield from (f"state {state} is listed twice" for state in _doubles(self.states))
        yield from (f"unknown state {state}" for state in self._named() if state not in self.states)
        lines = [(source, move.action) for move in self.moves for source in move.sources]
        yield from (f"{line[1]} from {line[0]} is listed twice" for line in _doubles(lines))
        yield from self._dead_ends()

    def _dead_ends(self) -> Iterator[str]:
        for move in self.moves:
            if not move.sources:
                yield f"{move.action} has no source"
            for source in move.sources:
                if not self._targets(move, source):
                    yield f"{move.action} returns from {source}, which nothing enters"
        yield from (
            f"nothing reaches {state}" for state in self.states if state not in self._reached()
        )

    def _reached(self) -> frozenset[S]:
        pairs, reached = self.pairs(), {self.initial}
        while more := {target for source, target in pairs if source in reached} - reached:
            reached |= more
        return frozenset(reached)

    def _named(self) -> Iterator[S]:
        yield self.initial
        for move in self.moves:
            yield from move.sources
            if not isinstance(move.target, _Return):
                yield move.target


def _doubles(items: Iterable[T]) -> list[T]:
    return [item for item, times in Counter(items).items() if times > 1]


def _node(state: str) -> str:
    # Mermaid takes letters, digits and underscores only, and no bare numbers.
    text = "".join(sign if sign.isalnum() else "_" for sign in str(state))
    return f"s{text}" if text[:1].isdigit() else text
