"""A process drawn as SVG: what was done is ticked, what is in hand stands out, by more than colour.

Only classes and presentation attributes: the page's policy allows no styles inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.procedures.base.processes.flows import Shape
from motcua.procedures.base.processes.layout import (
    LINE,
    PAD,
    ROLE,
    Box,
    Knot,
    Layout,
    Line,
    lay_out,
)
from motcua.procedures.base.processes.words import Stage, StepInWords, process_in_words
from motcua.procedures.base.texts import say
from motcua.procedures.enums import MoveKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.safestring import SafeString

    from motcua.procedures.base.processes.spec import Process

_INK, _SOFT, _LINE, _PAPER = "#1b1d22", "#565b66", "#8a8f9a", "#ffffff"
_FILL = {
    Stage.DONE: ("#e7f4ec", "#1d6b3c"),
    Stage.CURRENT: ("#e8f1fb", "#0b57a4"),
    Stage.LATE: ("#fdecec", "#a4161a"),
    Stage.AHEAD: (_PAPER, _LINE),
}
_TICK = "M-4 0l3 3 5-6"


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """A process as pages show it: the drawing, and the list that says the same."""

    svg: SafeString
    rows: tuple[StepInWords, ...]


def shown(
    process: Process, language: str, *, stages: Mapping[str, Stage] | None = None
) -> ProcessShown:
    """Draw and list a process in a language; `stages` marks steps of a dossier, by code."""
    return ProcessShown(
        process_svg(process, language, stages=stages),
        process_in_words(process, language, stages=stages),
    )


def process_svg(
    process: Process, language: str, *, title: str = "", stages: Mapping[str, Stage] | None = None
) -> SafeString:
    """Draw a process in a language; `stages` marks steps of a dossier, by code."""
    shape, marks = Shape(process), stages or {}
    layout = layout_of(shape, language)
    label = title or _("Sơ đồ quy trình")
    # Ids are a page's, not a drawing's: a page may show several processes.
    arrow = f"mc-arrow-{crc32(repr(layout).encode()):08x}"
    parts = _parts(shape, layout, marks, arrow)
    body = format_html_join("", "{}", ((part,) for part in parts))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="mc-process__drawing" role="img"'
        ' viewBox="0 0 {} {}" width="{}" height="{}" font-family="system-ui, sans-serif"'
        ' font-size="13"><title>{}</title>{}{}</svg>',
        *(layout.width, layout.height, layout.width, layout.height),
        *(label, format_html(_ARROW, arrow), body),
    )


def layout_of(shape: Shape, language: str) -> Layout:
    """Place a process whose names are written in a language."""
    names = {code: say(step.name, language) for code, step in shape.steps.items()}
    roles = {code: str(Role(step.role).label) for code, step in shape.steps.items()}
    moves = {
        id(way): say(way.name, language)
        for ways in shape.ways.values()
        for way in ways
        if way.name is not None
    }
    return lay_out(shape, names, roles, moves)


def _parts(
    shape: Shape, layout: Layout, marks: Mapping[str, Stage], arrow: str
) -> Iterator[SafeString]:
    for line in layout.lines:
        yield _line(line, arrow)
    for knot in layout.knots:
        yield _knot(knot)
    for number, (code, step) in enumerate(shape.steps.items(), 1):
        stage = marks.get(code, Stage.AHEAD)
        yield _box(layout.boxes[code], number, stage, is_join=step.join)


def _line(line: Line, arrow: str) -> SafeString:
    path = "M" + "L".join(f"{x} {y}" for x, y in line.points)
    dashes = {MoveKind.BACK: "6 4", MoveKind.CONSULT: "2 4"}.get(line.kind, "none")
    drawn = format_html(
        '<path class="is-{}" d="{}" fill="none" stroke="{}" stroke-width="1.5"'
        ' stroke-dasharray="{}" marker-end="url(#{})"/>',
        *(line.kind, path, _SOFT, dashes, arrow),
    )
    if not line.name:
        return drawn
    x, y = _place_of_name(line)
    label = format_html(
        '<text x="{}" y="{}" font-size="11" fill="{}" stroke="{}" stroke-width="4"'
        ' paint-order="stroke" text-anchor="middle">{}</text>',
        *(x, y, _INK, _PAPER, line.name),
    )
    return format_html("{}{}", drawn, label)


def _place_of_name(line: Line) -> tuple[int, int]:
    """Write the name where a way that leads aside begins, else above the step it leads to."""
    (x, y), (aside, level) = line.points[:2]
    if y == level and len(line.points) > 3:
        return (x + aside) // 2, y + 13
    x, y = line.points[-1]
    return x, y - 13


def _knot(knot: Knot) -> SafeString:
    if knot.is_choice:
        shape = f"M{knot.x} {knot.y - 9}l9 9 -9 9 -9 -9z"
        return format_html(
            '<path class="is-choice" d="{}" fill="{}" stroke="{}"/>', shape, _PAPER, _INK
        )
    return format_html(
        '<rect class="is-fork" x="{}" y="{}" width="48" height="5" fill="{}"/>'
        '<path d="M{} {}v9" stroke="{}" stroke-width="1.5"/>',
        *(knot.x - 24, knot.y, _INK, knot.x, knot.y - 9, _SOFT),
    )


def _box(box: Box, number: int, stage: Stage, *, is_join: bool) -> SafeString:
    ground, edge = _FILL[stage]
    thick = 3 if stage in {Stage.CURRENT, Stage.LATE} else 1
    bar = _join_bar(box) if is_join else ""
    names = format_html_join(
        "",
        '<text x="{}" y="{}" fill="{}" font-weight="600">{}</text>',
        (
            (box.x + PAD + 22, box.y + PAD + 13 + LINE * row, _INK, line)
            for row, line in enumerate(box.lines)
        ),
    )
    below = box.y + PAD + LINE * len(box.lines) + 12
    roles = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="11.5" fill="{}">{}</text>',
        ((box.x + PAD, below + ROLE * row, _SOFT, line) for row, line in enumerate(box.role)),
    )
    return format_html(
        '<g class="is-{}">{}<rect x="{}" y="{}" width="{}" height="{}" rx="4" fill="{}"'
        ' stroke="{}" stroke-width="{}"/>{}{}{}</g>',
        *(stage, bar, box.x, box.y, box.width, box.height, ground, edge, thick),
        *(_badge(box, number, stage, edge), names, roles),
    )


def _join_bar(box: Box) -> SafeString:
    return format_html(
        '<rect class="is-join" x="{}" y="{}" width="48" height="5" fill="{}"/>',
        *(box.middle - 24, box.y - 11, _INK),
    )


def _badge(box: Box, number: int, stage: Stage, edge: str) -> SafeString:
    """Draw the number of a step, or a tick when it is done."""
    x, y = box.x + PAD + 8, box.y + PAD + 8
    ring = format_html(
        '<circle cx="{}" cy="{}" r="9" fill="{}" stroke="{}"/>',
        *(x, y, _PAPER if stage is Stage.AHEAD else edge, edge),
    )
    if stage is Stage.DONE:
        tick = format_html(
            '<path transform="translate({} {})" d="{}" fill="none" stroke="{}" stroke-width="2"/>',
            *(x, y, _TICK, _PAPER),
        )
        return format_html("{}{}", ring, tick)
    ink = _SOFT if stage is Stage.AHEAD else _PAPER
    text = format_html(
        '<text x="{}" y="{}" font-size="11" text-anchor="middle" fill="{}">{}</text>',
        *(x, y + 4, ink, number),
    )
    return format_html("{}{}", ring, text)


_ARROW = (
    '<defs><marker id="{}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9"'
    ' markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#565b66"/></marker></defs>'
)
