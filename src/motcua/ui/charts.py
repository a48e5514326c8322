"""Charts drawn as SVG on the server, with classes only, each with its figures for a table.

Values are whole numbers ≥ 0. A chart's series share one scale from 0 to a round number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from motcua.ui import numbers
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 14, 28
INNER_WIDTH = WIDTH - LEFT - RIGHT
INNER_HEIGHT = HEIGHT - TOP - BOTTOM
STEPS = 4  # grid lines above zero
MOST_LABELS = 9  # below the axis, before every second one is left out

Row = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the figures behind it: `rows` are `(label, one value per name)`."""

    title: str
    axis: str  # what the labels are, such as "Tháng"
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    svg: SafeString


def bar(title: str, axis: str, name: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Draw one horizontal bar for each row, its figure at the end."""
    whole = tuple((label, (value,)) for label, value in rows)
    top = max([value for _, value in rows], default=0) or 1
    body = mark_safe("".join(_bars(rows, top)))  # noqa: S308 - pieces are escaped below
    return Chart(title, axis, (name,), whole, _svg(title, body, height=28 * len(rows) + 8))


def stacked(title: str, axis: str, names: Sequence[str], rows: Sequence[Row]) -> Chart:
    """Draw one column for each row, its values one upon the other in the order of `names`."""
    top = round_up(max([sum(values) for _, values in rows], default=0))
    body = mark_safe("".join([*_grid(top), *_columns(rows, top)]))  # noqa: S308
    return Chart(title, axis, tuple(names), tuple(rows), _svg(title, body))


def line(title: str, axis: str, names: Sequence[str], rows: Sequence[Row]) -> Chart:
    """Draw one line for each name through its values, row after row."""
    top = round_up(max([max(values) for _, values in rows], default=0))
    body = mark_safe("".join([*_grid(top), *_lines(names, rows, top), *_labels(rows)]))  # noqa: S308
    return Chart(title, axis, tuple(names), tuple(rows), _svg(title, body))


def round_up(value: int) -> int:
    """Return the top of a scale of four round steps that holds `value`: 84 gives 100."""
    power = 1
    while True:
        for tenths in (10, 15, 20, 25, 30, 40, 50, 60, 80):
            top = STEPS * tenths * power // 10
            if top >= value and top % STEPS == 0:
                return top
        power *= 10


def _svg(title: str, body: SafeString, height: int = HEIGHT) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, height, title, body
    )


def _bars(rows: Iterable[tuple[str, int]], top: int) -> Iterator[SafeString]:
    left, room = 150, WIDTH - 150 - 56
    for number, (label, value) in enumerate(rows):
        y = 28 * number + 4
        length = round(room * value / top, 1)
        yield format_html(
            '<text class="end" x="{}" y="{}">{}</text>'
            '<rect class="s0" x="{}" y="{}" width="{}" height="20"/>'
            '<text x="{}" y="{}">{}</text>',
            *(left - 8, y + 15, _short(label)),
            *(left, y, length),
            *(left + length + 6, y + 15, _number(value)),
        )


def _grid(top: int) -> Iterator[SafeString]:
    for step in range(STEPS + 1):
        value = top * step // STEPS
        y = _y(value, top)
        yield format_html(
            '<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>'
            '<text class="end" x="{}" y="{}">{}</text>',
            "grid" if step else "axis",
            *(LEFT, y, WIDTH - RIGHT, y),
            *(LEFT - 8, y + 4, _number(value)),
        )


def _columns(rows: Sequence[Row], top: int) -> Iterator[SafeString]:
    slot = INNER_WIDTH / max(len(rows), 1)
    width = round(min(slot * 0.7, 56), 1)
    for number, (_, values) in enumerate(rows):
        x = round(LEFT + slot * (number + 0.5) - width / 2, 1)
        below = 0
        for series, value in enumerate(values):
            y, base = _y(below + value, top), _y(below, top)
            below += value
            yield format_html(
                '<rect class="s{}" x="{}" y="{}" width="{}" height="{}"/>',
                *(series, x, y, width, round(base - y, 1)),
            )
    yield from _labels(rows)


def _lines(names: Sequence[str], rows: Sequence[Row], top: int) -> Iterator[SafeString]:
    slot = INNER_WIDTH / max(len(rows), 1)
    for series in range(len(names)):
        points = [
            (round(LEFT + slot * (number + 0.5), 1), _y(values[series], top))
            for number, (_, values) in enumerate(rows)
        ]
        path = " ".join(f"{x},{y}" for x, y in points)
        yield format_html('<polyline class="l{}" points="{}"/>', series, path)
        yield format_html_join(
            "", '<circle class="s{}" cx="{}" cy="{}" r="3.5"/>', ((series, x, y) for x, y in points)
        )


def _labels(rows: Sequence[Row]) -> Iterator[SafeString]:
    slot = INNER_WIDTH / max(len(rows), 1)
    every = 1 + len(rows) // MOST_LABELS
    for number, (label, _) in enumerate(rows):
        if number % every == 0:
            yield format_html(
                '<text class="middle" x="{}" y="{}">{}</text>',
                *(round(LEFT + slot * (number + 0.5), 1), HEIGHT - BOTTOM + 20, label),
            )


def _y(value: int, top: int) -> float:
    return round(TOP + INNER_HEIGHT * (1 - value / top), 1)


def _number(value: int) -> str:
    return numbers.whole(value, page_language())


def _short(label: str) -> str:
    return label if len(label) <= 22 else label[:21] + "…"
