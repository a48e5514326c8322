"""A process as BPMN 2.0 XML with its diagram, for other tools (ISO/IEC 19510).

What officials fill in, and conditions, travel as text; the process is not marked executable.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.procedures.base.processes.flows import Shape
from motcua.procedures.base.processes.graph import Element, Graph, graph_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.procedures.base.processes.graph import Flow
    from motcua.procedures.base.processes.spec import Process

_MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_LINES = "http://www.omg.org/spec/DD/20100524/DI"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TARGET = "https://motcua.example/process"
_PREFIXES = {"bpmn": _MODEL, "bpmndi": _DI, "dc": _DC, "di": _LINES, "xsi": _XSI}

_TASK_WIDTH, _TASK_HEIGHT, _KNOT, _EVENT = 140, 80, 50, 36
_PITCH, _LANE, _LEFT, _TITLE = 420, 200, 170, 30


@dataclass(frozen=True, slots=True)
class _Place:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


def process_bpmn(process: Process, language: str, *, code: str, name: str) -> bytes:
    """Write a process as BPMN 2.0, UTF-8; `code` and `name` are those of the procedure."""
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix, uri)
    graph = graph_of(Shape(process), language)
    identity = f"process_{code}"
    root = ET.Element(
        _model("definitions"),
        {"id": f"definitions_{code}", "targetNamespace": _TARGET, "exporter": "motcua"},
    )
    joint = ET.SubElement(root, _model("collaboration"), {"id": "collaboration"})
    whole = {"id": "participant", "name": name, "processRef": identity}
    ET.SubElement(joint, _model("participant"), whole)
    root.append(_process(graph, identity, name, process.basis))
    root.append(_diagram(graph))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _process(graph: Graph, identity: str, name: str, basis: str) -> ET.Element:
    tree = ET.Element(_model("process"), {"id": identity, "name": name, "isExecutable": "false"})
    ET.SubElement(tree, _model("documentation")).text = basis
    lanes = ET.SubElement(tree, _model("laneSet"), {"id": "lanes"})
    for role in _roles(graph):
        lane = ET.SubElement(
            lanes, _model("lane"), {"id": f"lane_{role}", "name": str(Role(role).label)}
        )
        for element in graph.elements:
            if element.role == role:
                ET.SubElement(lane, _model("flowNodeRef")).text = element.id
    for element in graph.elements:
        tree.append(_element(graph, element))
    for flow in graph.flows:
        tree.append(_flow(flow))
    return tree


def _element(graph: Graph, element: Element) -> ET.Element:
    usual = next((f.id for f in graph.flows if f.source == element.id and f.is_usual), "")
    said = {
        "name": element.name,
        "default": usual if element.tag == "exclusiveGateway" else "",
    }
    if element.tag == "boundaryEvent":
        said["attachedToRef"] = f"step_{element.at}"
        said["cancelActivity"] = "true" if element.interrupts else "false"
    tree = ET.Element(
        _model(element.tag),
        {"id": element.id, **{key: value for key, value in said.items() if value}},
    )
    if element.says:
        ET.SubElement(tree, _model("documentation")).text = element.says
    for kind, side in (("incoming", "target"), ("outgoing", "source")):
        for flow in graph.flows:
            if getattr(flow, side) == element.id:
                ET.SubElement(tree, _model(kind)).text = flow.id
    if element.definition:
        ET.SubElement(tree, _model(element.definition), {"id": f"{element.id}_definition"})
    return tree


def _flow(flow: Flow) -> ET.Element:
    said = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    tree = ET.Element(
        _model("sequenceFlow"), {**said, **({"name": flow.name} if flow.name else {})}
    )
    if flow.when:
        words = {f"{{{_XSI}}}type": "bpmn:tFormalExpression"}
        ET.SubElement(tree, _model("conditionExpression"), words).text = flow.when
    return tree


def _diagram(graph: Graph) -> ET.Element:
    places, lanes, width = _places(graph)
    tree = ET.Element(f"{{{_DI}}}BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(
        tree, f"{{{_DI}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"}
    )
    height = sum(place.height for place in lanes.values())
    _shape(plane, "participant", _Place(0, 0, width + _TITLE, height), is_lane=True)
    for role, place in lanes.items():
        _shape(plane, f"lane_{role}", place, is_lane=True)
    for element in graph.elements:
        _shape(plane, element.id, places[element.id])
    for flow in graph.flows:
        edge = ET.SubElement(
            plane, f"{{{_DI}}}BPMNEdge", {"id": f"{flow.id}_edge", "bpmnElement": flow.id}
        )
        for x, y in _way(places[flow.source], places[flow.target]):
            ET.SubElement(edge, f"{{{_LINES}}}waypoint", {"x": str(x), "y": str(y)})
    return tree


def _shape(plane: ET.Element, name: str, place: _Place, *, is_lane: bool = False) -> None:
    said = {"id": f"{name}_shape", "bpmnElement": name}
    shape = ET.SubElement(
        plane, f"{{{_DI}}}BPMNShape", {**said, **({"isHorizontal": "true"} if is_lane else {})}
    )
    numbers = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
    bounds = {key: str(value) for key, value in numbers.items()}
    ET.SubElement(shape, f"{{{_DC}}}Bounds", bounds)


def _places(graph: Graph) -> tuple[dict[str, _Place], dict[str, _Place], int]:
    """Place every node: a column for each row of the process, a lane for each role."""
    columns, stacks = _columns(graph)
    tallest = {
        role: max(stacks[code] for code, step in graph.shape.steps.items() if step.role == role) + 1
        for role in _roles(graph)
    }
    width = (max(columns.values()) + 1) * _PITCH + _LEFT
    lanes, y = {}, 0
    for role, rows in tallest.items():
        lanes[role] = _Place(_TITLE, y, width, rows * _LANE)
        y += rows * _LANE
    places: dict[str, _Place] = {}
    on_edge: dict[str, int] = {}
    for element in graph.elements:
        left = _TITLE + _LEFT + columns[element.at] * _PITCH
        middle = lanes[element.role].y + stacks[element.at] * _LANE + _LANE // 2
        if element.tag == "boundaryEvent":
            number = on_edge[element.at] = on_edge.get(element.at, 0) + 1
            places[element.id] = _Place(
                left + number * 44 - 24, middle + _TASK_HEIGHT // 2 - _EVENT // 2, _EVENT, _EVENT
            )
        else:
            places[element.id] = _placed(element, left, middle)
    return places, lanes, width


def _placed(element: Element, left: int, middle: int) -> _Place:
    if element.tag == "userTask":
        return _Place(left, middle - _TASK_HEIGHT // 2, _TASK_WIDTH, _TASK_HEIGHT)
    size = _EVENT if element.tag.endswith("Event") else _KNOT
    if element.place < 0:
        return _Place(left + element.place * 60 + 60 - size - 14, middle - size // 2, size, size)
    # Ends that stop everything stand above each other, away from the way onward.
    lift = (element.place - 2) * 45 if element.place > 2 else 0
    shown = min(element.place, 2) + (1 if element.place > 2 else 0)
    x = left + _TASK_WIDTH + 25 + (shown - 1) * 75
    return _Place(x, middle - size // 2 - lift, size, size)


def _columns(graph: Graph) -> tuple[dict[str, int], dict[str, int]]:
    """Give each step's column, and its place among the steps of its role in that column."""
    columns, stacks = dict(graph.shape.ranks), {}
    seen: dict[tuple[str, int], int] = {}
    for code, step in graph.shape.steps.items():
        key = (step.role, columns[code])
        stacks[code] = seen.get(key, 0)
        seen[key] = stacks[code] + 1
    return columns, stacks


def _way(source: _Place, target: _Place) -> Iterator[tuple[int, int]]:
    """Lead from one node to another without crossing what stands between in the same lane."""
    start = (source.x + source.width, source.middle[1])
    end = (target.x, target.middle[1])
    if _is_beneath(source, target):
        yield source.middle[0], source.y + source.height
        yield source.middle[0], target.y
        return
    yield start
    if end[0] <= start[0]:
        yield from _back(start, end, max(source.y + source.height, target.y + target.height) + 24)
    elif start[1] != end[1]:
        turn = start[0] + 12 if end[0] - start[0] > 24 else (start[0] + end[0]) // 2
        yield turn, start[1]
        yield turn, end[1]
    elif end[0] - start[0] > _PITCH // 2:
        above = start[1] - _TASK_HEIGHT // 2 - 20
        yield start[0] + 12, start[1]
        yield start[0] + 12, above
        yield end[0] - 12, above
        yield end[0] - 12, end[1]
    yield end


def _back(start: tuple[int, int], end: tuple[int, int], below: int) -> Iterator[tuple[int, int]]:
    yield start[0] + 12, start[1]
    yield start[0] + 12, below
    yield end[0] - 12, below
    yield end[0] - 12, end[1]


def _is_beneath(source: _Place, target: _Place) -> bool:
    """Say whether an event on an edge leads to a task of a lane further down, in its column."""
    within = target.x < source.middle[0] < target.x + target.width
    return source.width == _EVENT and within and target.y > source.y + source.height


def _roles(graph: Graph) -> Mapping[str, None]:
    return dict.fromkeys(step.role for step in graph.shape.process.steps)


def _model(tag: str) -> str:
    return f"{{{_MODEL}}}{tag}"
