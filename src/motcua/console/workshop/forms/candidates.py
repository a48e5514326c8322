"""Codes that are chosen, not typed: steps, questions, items, papers, lists, styles, life events."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.agencies.enums import AgencyKind
from motcua.console.workshop.base.choices import LAW_KINDS
from motcua.console.workshop.base.shapes import How, Rows, Slot
from motcua.procedures.base.forms.gist import may_be_told
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.life_events import shipped_life_events
from motcua.procedures.base.texts import say
from motcua.ui.fields import Field, Kind, Look, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from motcua.console.workshop.base.places import Raw
    from motcua.console.workshop.base.shapes import Shape
    from motcua.console.workshop.forms.sheets import Sheet

Named = tuple[str, str]


def chosen_among(drawn: Field, slot: Slot, value: Any, sheet: Sheet) -> Field:
    """Let a code be chosen where those that there are can be listed; what is kept stays there."""
    found = _listed(slot, sheet)
    if not found:
        return drawn
    held = value if isinstance(value, list | tuple) else [value] if value else []
    found |= {str(code): str(code) for code in held if str(code) not in found}
    options = tuple(Option(code, words) for code, words in found.items())
    is_several = slot.how is How.LINES
    return replace(
        drawn,
        kind=Kind.CHOICES if is_several else Kind.CHOICE,
        hint="",
        value=tuple(map(str, held)) if is_several else drawn.value,
        options=options,
        look=Look.AUTO if is_several else Look.SELECT,
        attributes={},
    )


def not_listed(shape: Shape, raw: Raw, kept: Raw, sheet: Sheet) -> Iterator[str]:
    """Yield the names of controls whose code is neither listed nor `kept` there before."""
    for part in shape.written:
        slots = part.slots if isinstance(part, Rows) else (part,)
        for slot in slots:
            found = _listed(slot, sheet)
            if found:
                known = {*found, *(code for _at, code in _codes(part, slot, kept))}
                codes = _codes(part, slot, raw)
                yield from dict.fromkeys(name for name, code in codes if code not in known)


def _codes(part: Slot | Rows, slot: Slot, raw: Raw) -> Iterator[Named]:
    """Yield every code that is written in a control, with the control's name."""
    if isinstance(part, Slot):
        yield from ((part.dotted, code) for code in _held(raw, part.path))
        return
    for index, row in enumerate(_at(raw, part.path) or ()):
        name = f"{part.dotted}.{index}.{slot.dotted}"
        yield from ((name, code) for code in _held(row, slot.path))


def _held(raw: Any, path: tuple[str, ...]) -> list[str]:
    value = _at(raw, path)
    held = value if isinstance(value, list | tuple) else [value] if value else []
    return [str(code) for code in held]


def _at(raw: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        raw = raw.get(part) if isinstance(raw, dict) else None
    return raw


def _listed(slot: Slot, sheet: Sheet) -> dict[str, str]:
    listed = _LISTED.get(f"{slot.owner}.{slot.name}") or _LISTED.get(f".{slot.name}")
    return dict(listed(sheet)) if listed else {}


def _life_events(sheet: Sheet) -> Iterator[Named]:
    yield from ((row.code, say(row.name, sheet.language)) for row in shipped_life_events())


def _laws(_sheet: Sheet) -> Iterator[Named]:
    yield from ((code, str(words)) for code, words in LAW_KINDS.items())


def _agencies(_sheet: Sheet) -> Iterator[Named]:
    yield from ((kind.value, str(kind.label)) for kind in AgencyKind)


def _steps(sheet: Sheet) -> Iterator[Named]:
    for step in sheet.pack.process.steps:
        yield step.code, say(step.name, sheet.language)


def _questions(sheet: Sheet) -> Iterator[Named]:
    for question in sheet.pack.form.every_question():
        yield question.key, f"{say(question.label, sheet.language)} · {question.key}"


def _groups(sheet: Sheet) -> Iterator[Named]:
    for _page, question in sheet.pack.form.questions():
        if isinstance(question, GroupQuestion):
            yield question.key, f"{say(question.label, sheet.language)} · {question.key}"


def _answers(sheet: Sheet) -> Iterator[Named]:
    named = dict(_questions(sheet))
    for path in sheet.scope.paths:
        yield path, named.get(path, path)


def _told(sheet: Sheet) -> Iterator[Named]:
    """Yield what may stand in a gist, parts of enterprises among it."""
    for path, question in may_be_told(sheet.pack.form):
        yield path, f"{say(question.label, sheet.language)} · {path}"


def _items(sheet: Sheet) -> Iterator[Named]:
    for number, form in enumerate(sheet.pack.form.statutory):
        for item in form.items:
            code = f"{form.code}#{item.no}" if number else item.no
            yield code, f"{item.no}. {say(item.name, sheet.language)}"


def _signed(sheet: Sheet) -> Iterator[Named]:
    yield "form", _("Tờ khai")
    yield from _papers(sheet)


def _papers(sheet: Sheet) -> Iterator[Named]:
    """Give the papers of every case, each once."""
    named = {paper.code: say(paper.name, sheet.language) for _case, paper in sheet.pack.papers()}
    yield from named.items()


_LISTED: Mapping[str, Callable[[Sheet], Iterator[Named]]] = {
    "Pack.life_events": _life_events,
    "LegalBasis.kind": _laws,
    "StepMove.to": _steps,
    "UnitRule.same_as": _steps,
    "UnitRule.by": _answers,
    "Check.at": _questions,
    "Check.each": _groups,
    "FormSpec.gist": _told,
    "Authority.agency_kind": _agencies,
    ".items": _items,
    ".born": _questions,
    ".sex": _questions,
    "SignatureQuestion.signs": _signed,
    "Exemption.proof": _papers,
}
"""Where the codes of a field are found, by `Model.field`, else by `.field`."""
