"""A process as the elements of BPMN: events, tasks, gateways and flows, lane by lane.

Roles are lanes. A choice between ways is an exclusive gateway, branches side by side a parallel
one. A join is parallel where all its ways come from one split, inclusive where some do not. What is
waited for from the citizen is a timer at the edge of a task; who is consulted follows an escalation
that leaves the task going on; refusing and stopping end everything.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.procedures.base.texts import say
from motcua.procedures.enums import Awaited, MoveKind

if TYPE_CHECKING:
    from motcua.procedures.base.forms.questions import When
    from motcua.procedures.base.processes.flows import Shape, Way
    from motcua.procedures.base.processes.spec import Step

START, END = "start", "end"


@dataclass(frozen=True, slots=True)
class Element:
    """A node: the BPMN element's name, its id, name and lane, and what it says besides.

    `at` is the task that an event sits on, or beside which a gateway or end stands; `place` says
    where: before it (-1), on it (0) or after it (1, 2, …).
    """

    tag: str
    id: str
    name: str
    role: str
    at: str
    place: int = 0
    says: str = ""
    definition: str = ""
    interrupts: bool = True


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `when` is its condition in words of data, `is_usual` the default way."""

    id: str
    source: str
    target: str
    name: str = ""
    when: str = ""
    is_usual: bool = False


@dataclass
class Graph:
    """The elements and flows of a process in one language."""

    shape: Shape
    language: str
    elements: list[Element] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def add(self, element: Element) -> str:
        """Add a node; give its id."""
        self.elements.append(element)
        return element.id

    def link(
        self, source: str, target: str, way: Way | None = None, *, is_usual: bool = False
    ) -> None:
        """Add a flow, with the name and condition of a move."""
        name = say(way.name, self.language) if way and way.name else ""
        when = condition_text(way.when) if way and way.when is not None else ""
        number = len(self.flows) + 1
        self.flows.append(Flow(f"flow_{number}", source, target, name, when, is_usual))


def condition_text(when: When) -> str:
    """Write a condition as text."""
    return when if isinstance(when, str) else json.dumps(when, ensure_ascii=False, sort_keys=True)


def task_id(code: str) -> str:
    """Give the id of a step's task."""
    return f"step_{code}"


def graph_of(shape: Shape, language: str) -> Graph:
    """Turn a process into BPMN's elements."""
    graph = Graph(shape, language)
    first = shape.first
    graph.add(Element("startEvent", START, _("Nộp hồ sơ"), first.role, first.code, -2))
    for step in shape.process.steps:
        _task(graph, step)
    graph.link(START, _entry(graph, first.code))
    for step in shape.process.steps:
        _ways(graph, step)
        _edges(graph, step)
    return graph


def _task(graph: Graph, step: Step) -> None:
    code = step.code
    if step.join:
        tag = "parallelGateway" if _is_parallel(graph.shape, code) else "inclusiveGateway"
        graph.add(Element(tag, f"join_{code}", "", step.role, code, -1))
        graph.link(f"join_{code}", task_id(code))
    says = _("%(percent)s%% thời hạn") % {"percent": round(step.share * 100)}
    name = say(step.name, graph.language)
    graph.add(Element("userTask", task_id(code), name, step.role, code, says=says))


def _is_parallel(shape: Shape, code: str) -> bool:
    """Say whether all that leads to a join comes from one split."""
    before = set(shape.before(code))
    splits = (way.to for one in shape.steps for way in shape.out(one, MoveKind.FORWARD))
    return any(
        len(to) > 1 and before <= {code for one in to for code in (one, *shape.reach[one])}
        for to in splits
    )


def _entry(graph: Graph, code: str) -> str:
    return f"join_{code}" if graph.shape.steps[code].join else task_id(code)


def _ways(graph: Graph, step: Step) -> None:
    """Lead on from a task: straight, through a choice, side by side, back, or to an end."""
    shape, code = graph.shape, step.code
    forward = shape.out(code, MoveKind.FORWARD)
    back = [way for way in shape.out(code, MoveKind.BACK) if way.to]
    ending = [*shape.out(code, MoveKind.REFUSE), *shape.out(code, MoveKind.STOP)]
    source = task_id(code)
    if len(forward) + len(back) + len(ending) > 1:
        source = graph.add(Element("exclusiveGateway", f"choice_{code}", "", step.role, code, 1))
        graph.link(task_id(code), source)
    is_choice = source != task_id(code)
    for number, way in enumerate(forward, 1):
        _forward(graph, step, source, way, is_usual=is_choice and number == len(forward))
    if not forward:
        name = _("Xong") if code not in shape.consulted else _("Đã cho ý kiến")
        graph.link(source, graph.add(Element("endEvent", f"end_{code}", name, step.role, code, 2)))
    for way in back:
        for to in way.to:
            graph.link(source, task_id(to), way)
    for number, way in enumerate(ending, 1):
        name = _("Từ chối") if way.kind is MoveKind.REFUSE else _("Dừng xử lý")
        ended = Element(
            "endEvent",
            f"ended_{code}_{number}",
            say(way.name, graph.language) if way.name else name,
            step.role,
            code,
            2 + number,
            definition="terminateEventDefinition",
        )
        graph.link(source, graph.add(ended), way)


def _forward(graph: Graph, step: Step, source: str, way: Way, *, is_usual: bool) -> None:
    targets = [_entry(graph, to) for to in way.to]
    if len(targets) == 1:
        graph.link(source, targets[0], way, is_usual=is_usual)
        return
    taken = sum(one.id.startswith(f"fork_{step.code}") for one in graph.elements)
    fork = Element("parallelGateway", f"fork_{step.code}_{taken + 1}", "", step.role, step.code, 2)
    graph.link(source, graph.add(fork), way, is_usual=is_usual)
    for target in targets:
        graph.link(fork.id, target)


def _edges(graph: Graph, step: Step) -> None:
    """Put what may happen meanwhile on the edge of a task: waiting, and asking for opinions."""
    shape, code = graph.shape, step.code
    words = {
        Awaited.SUPPLEMENT: _("Chờ công dân bổ sung"),
        Awaited.PAYMENT: _("Chờ công dân nộp tiền"),
    }
    said = [way for way in shape.out(code, MoveKind.WAIT) if not way.is_usual]
    for awaited in dict.fromkeys(one for way in said for one in way.awaits):
        event = Element(
            "boundaryEvent",
            f"wait_{code}_{awaited}",
            words[awaited],
            step.role,
            code,
            definition="timerEventDefinition",
        )
        graph.link(graph.add(event), task_id(code))
    for way in shape.out(code, MoveKind.CONSULT):
        for to in way.to:
            event = Element(
                "boundaryEvent",
                f"consult_{code}_{to}",
                _("Hỏi ý kiến"),
                step.role,
                code,
                definition="escalationEventDefinition",
                interrupts=False,
            )
            graph.link(graph.add(event), task_id(to), way)
