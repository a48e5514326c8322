"""Where the steps of a process and the lines between them stand in a drawing, in whole pixels.

Rows run from receipt at the top to return at the bottom; steps side by side share a row. The width
fits a telephone; only more than three steps side by side make it wider. The same places serve the
picture and the exchange format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.procedures.enums import MoveKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.procedures.base.processes.flows import Shape, Way

WIDTH, MARGIN, GUTTER = 340, 6, 20
BOX, NARROWEST, SPACE = 264, 96, 10
LINE, PAD, ROLE = 17, 10, 15
GAP, KNOT, WORDS = 30, 24, 14
SIGN = 7.9  # the usual width of a letter

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A step in the drawing: its corner, its size, and its name broken into lines."""

    code: str
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    role: tuple[str, ...]

    @property
    def middle(self) -> int:
        """The middle from left to right."""
        return self.x + self.width // 2

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    """A line from a step to another: forward, back or consult; `name` says when it is taken."""

    source: str
    target: str
    kind: MoveKind
    points: tuple[Point, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Knot:
    """Where lines part below a step: a choice between ways, or branches side by side."""

    code: str
    is_choice: bool
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole drawing."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]
    knots: tuple[Knot, ...]


def lay_out(
    shape: Shape, names: Mapping[str, str], roles: Mapping[str, str], moves: Mapping[int, str]
) -> Layout:
    """Place the steps and lines of a process, whose names and roles are given in one language.

    `moves` names ways by `id`, where they have a name.
    """
    rows = _rows(shape)
    most = max(len(row) for row in rows)
    width = max(WIDTH, most * NARROWEST + (most - 1) * SPACE + 2 * (MARGIN + GUTTER))
    named = {
        to for ways in shape.ways.values() for way in ways if id(way) in moves for to in way.to
    }
    boxes, y = {}, MARGIN
    for row in rows:
        y += WORDS if named.intersection(row) else 0
        placed = _placed(row, y, width, names, roles)
        boxes.update({box.code: box for box in placed})
        y = max(box.bottom for box in placed) + GAP + max(_knot_room(shape, code) for code in row)
    height = max(box.bottom for box in boxes.values()) + MARGIN
    lines = tuple(_lines(shape, Room(boxes, width), moves))
    return Layout(width, height, boxes, lines, tuple(_knots(shape, boxes)))


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of a width in pixels, between words."""
    most, lines = max(int(width / SIGN), 6), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= most or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _rows(shape: Shape) -> list[list[str]]:
    """Give the steps row by row."""
    last = max(shape.ranks.values())
    return [[code for code, rank in shape.ranks.items() if rank == row] for row in range(last + 1)]


def _placed(
    row: Sequence[str], y: int, width: int, names: Mapping[str, str], roles: Mapping[str, str]
) -> list[Box]:
    inner = width - 2 * (MARGIN + GUTTER)
    each = min(BOX, (inner - (len(row) - 1) * SPACE) // len(row))
    left = (width - len(row) * each - (len(row) - 1) * SPACE) // 2
    texts = [
        (wrapped(names[code], each - 2 * PAD - 22), wrapped(roles[code], each - 2 * PAD))
        for code in row
    ]
    height = max(2 * PAD + LINE * len(name) + ROLE * len(role) + 2 for name, role in texts)
    return [
        Box(code, left + number * (each + SPACE), y, each, height, *texts[number])
        for number, code in enumerate(row)
    ]


def _knot_room(shape: Shape, code: str) -> int:
    ways = shape.out(code, MoveKind.FORWARD)
    room = KNOT if len(ways) > 1 else 0
    return room + (KNOT // 2 if any(len(way.to) > 1 for way in ways) else 0)


def _knots(shape: Shape, boxes: Mapping[str, Box]) -> Iterator[Knot]:
    """Give a diamond where one of several ways is taken, a bar where all of them are."""
    for code, box in boxes.items():
        ways, y = shape.out(code, MoveKind.FORWARD), box.bottom
        if len(ways) > 1:
            yield Knot(code, is_choice=True, x=box.middle, y=y + KNOT // 2)
            y += KNOT
        if any(len(way.to) > 1 for way in ways):
            yield Knot(code, is_choice=False, x=box.middle, y=y + KNOT // 4)


def _lines(shape: Shape, room: Room, moves: Mapping[int, str]) -> Iterator[Line]:
    for code in shape.steps:
        for number, way in enumerate(shape.out(code, MoveKind.FORWARD)):
            start = _start(shape, room.boxes[code], way, number)
            for to in way.to:
                points = room.onward(room.boxes[code], room.boxes[to], start)
                yield Line(code, to, way.kind, points, moves.get(id(way), ""))
        for kind in (MoveKind.BACK, MoveKind.CONSULT):
            for way in shape.out(code, kind):
                for to in way.to:
                    points = room.aside(room.boxes[code], room.boxes[to])
                    yield Line(code, to, kind, points)


def _start(shape: Shape, box: Box, way: Way, number: int) -> Point:
    """Give where a way leaves: the box, the diamond's foot or corner, or the bar."""
    is_choice = len(shape.out(box.code, MoveKind.FORWARD)) > 1
    if is_choice and number and len(way.to) == 1:
        return box.middle + (9 if number > 1 else -9), box.bottom + KNOT // 2
    depth = KNOT if is_choice else 0
    return box.middle, box.bottom + depth + (KNOT // 2 if len(way.to) > 1 else 0)


@dataclass(frozen=True, slots=True)
class Room:
    """The boxes and the width around them, through which lines find their way."""

    boxes: Mapping[str, Box]
    width: int

    def onward(self, one: Box, other: Box, start: Point) -> tuple[Point, ...]:
        """Lead down to a step of the next row, or past the rows between on the left."""
        x, y = start
        turn = other.y - GAP // 2 - (WORDS if y < other.y - GAP - WORDS // 2 else 0)
        if other.y <= one.y or self._is_far(one, other):
            gutter = MARGIN + GUTTER - 6
            out = y if x != one.middle else y + GAP // 3
            ahead = other.y - GAP // 2
            past = ((gutter, out), (gutter, ahead), (other.middle, ahead), (other.middle, other.y))
            return ((x, y), *(() if x != one.middle else ((x, out),)), *past)
        if x != one.middle:
            return ((x, y), (other.middle, y), (other.middle, other.y))
        if x == other.middle:
            return ((x, y), (x, other.y))
        return ((x, y), (x, turn), (other.middle, turn), (other.middle, other.y))

    def aside(self, one: Box, other: Box) -> tuple[Point, ...]:
        """Lead to a step of the same row, or up along a side where nothing stands between."""
        if one.y == other.y:
            y = one.y + one.height // 2
            if one.x < other.x:
                return ((one.x + one.width, y), (other.x, y))
            return ((one.x, y), (other.x + other.width, y))
        start, end = one.y + one.height // 2, other.y + other.height // 2
        if self._is_last(one) and self._is_last(other):
            x = self.width - MARGIN - GUTTER // 2
            return ((one.x + one.width, start), (x, start), (x, end), (other.x + other.width, end))
        x = MARGIN + 4
        return ((one.x, start), (x, start), (x, end), (other.x, end))

    def _is_last(self, box: Box) -> bool:
        """Say whether nothing stands to the right of a step."""
        return not any(other.y == box.y and other.x > box.x for other in self.boxes.values())

    def _is_far(self, one: Box, other: Box) -> bool:
        """Say whether another row stands between two steps."""
        return any(one.bottom < box.y < other.y for box in self.boxes.values())
