"""What is wrong with the process of a procedure, as `(where, code, severity, text)`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from motcua.procedures.base.conditions.compiling import compile_condition
from motcua.procedures.base.forms.questions import ChoiceQuestion
from motcua.procedures.base.processes.flows import Shape, scope_of_moves
from motcua.procedures.base.sentences import Words, both
from motcua.procedures.enums import MoveKind, Product
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.procedures.base.packs import Pack
    from motcua.procedures.base.processes.spec import Process, Step

Found = tuple[str, str, Literal["error", "warning"], Words]
_MADE = (Product.APPOINTMENT, Product.DRAFT, Product.NUMBER, Product.HANDOVER)
_ALMOST = 1e-9
# What the page of a step cannot ask: files are its document, and the result is what is signed.
_NOT_ASKED = frozenset({"files", "signature"})


def process_findings(pack: Pack) -> Iterator[Found]:
    """Check the process of a pack: its steps, where they lead, its branches, times and products."""
    shape = Shape(pack.process)
    yield from _doubled(pack.process)
    yield from _unknown(pack.process)
    yield from _conditions(pack)
    yield from _led(shape)
    yield from _branches(shape)
    yield from _units(shape)
    yield from _times(shape)
    yield from _products(shape)
    yield from _filled(pack)


def _conditions(pack: Pack) -> Iterator[Found]:
    """Look for conditions that name no question, or compare what cannot be compared."""
    known = scope_of_moves(pack)
    for step in pack.process.steps:
        for move in step.moves:
            try:
                if move.when is not None:
                    compile_condition(move.when, known)
            except ConditionInvalid as error:
                reason = str(error.details.get("reason", error.text))
                text = f"{move.kind}{_targets(move.to)}: {reason}"
                yield f"process.{step.code}", "condition", "error", text


def _targets(codes: tuple[str, ...]) -> str:
    return f" to {', '.join(codes)}" if codes else ""


def longest(shape: Shape) -> float:
    """Give the share of the time limit that the longest way through a process takes."""
    known: dict[str, float] = {}

    def to_end(code: str, seen: frozenset[str]) -> float:
        if code not in known:
            after = (to for to in shape.following(code) if to not in seen)
            rest = max((to_end(to, seen | {to}) for to in after), default=0.0)
            known[code] = shape.steps[code].share + rest
        return known[code]

    return to_end(shape.first.code, frozenset({shape.first.code}))


def _doubled(process: Process) -> Iterator[Found]:
    codes = Counter(step.code for step in process.steps)
    for code, times in codes.items():
        if times > 1:
            yield "process", "doubled", "error", f"{times} steps have the code {code}"


def _unknown(process: Process) -> Iterator[Found]:
    """Look for moves to steps that there are not, and back into receipt."""
    codes = {step.code for step in process.steps}
    for step in process.steps:
        for move in step.moves:
            for to in move.to:
                where = f"process.{step.code}"
                if to not in codes:
                    text = both(f"không có bước {to}", f"{move.kind} to {to}: no such step")
                    yield where, "unknown-step", "error", text
                elif to == process.steps[0].code:
                    yield where, "to-receipt", "error", f"{move.kind} to {to}: that is receipt"
                elif to == step.code:
                    yield where, "to-itself", "error", f"{move.kind} to the step itself"


def _led(shape: Shape) -> Iterator[Found]:
    """Look for steps that nothing leads to, that lead round, or lead to no end."""
    reached = shape.reach[shape.first.code] | {shape.first.code}
    asked = {to for code in reached for way in shape.out(code, MoveKind.CONSULT) for to in way.to}
    last = {code for code in reached if shape.is_last(code)}
    ends = {code for code in last if Product.HANDOVER in shape.steps[code].produces} or last
    for code in shape.steps:
        where = f"process.{code}"
        if code not in reached | asked:
            yield where, "unreachable", "error", "nothing leads to this step"
        if code in shape.reach[code]:
            yield where, "loop", "error", "it leads to itself: send back instead"
        if code in reached - ends and not shape.reach[code] & ends:
            yield where, "no-end", "error", "no way from here to the end"
        yield from _open(shape, code)


def _open(shape: Shape, code: str) -> Iterator[Found]:
    """Look for a step that may find no way open, and for moves that are never taken."""
    ways, where = shape.out(code, MoveKind.FORWARD), f"process.{code}"
    if ways and all(way.when is not None for way in ways):
        yield where, "no-way", "error", "the last move forward must be open without a condition"
    if any(way.when is None for way in ways[:-1]):
        yield where, "never-taken", "error", "a move follows one that is always open"


def _branches(shape: Shape) -> Iterator[Found]:
    """Look for branches that do not meet as they should, and joins that nothing splits before."""
    joined: set[str] = set()
    for code in shape.steps:
        for way in shape.out(code, MoveKind.FORWARD):
            for one, other in _pairs(way.to):
                joined |= _first_common(shape, one, other)
                yield from _side_by_side(shape, code, one, other)
    for step in shape.process.steps:
        if step.join and step.code not in joined:
            where = f"process.{step.code}"
            yield where, "join-without-split", "error", "it joins, yet no branches lead here"


def _side_by_side(shape: Shape, code: str, one: str, other: str) -> Iterator[Found]:
    if other in shape.reach[one] or one in shape.reach[other]:
        text = both(f"{one} và {other} không song song", f"{one} and {other} are not side by side")
        yield f"process.{code}", "branches", "error", text
        return
    for place in sorted(_first_common(shape, one, other)):
        if not shape.steps[place].join:
            text = both(
                f"các nhánh của {code} gặp nhau ở đây mà bước chưa ghi là chờ đủ nhánh",
                f"branches of {code} meet here: it must say join",
            )
            yield f"process.{place}", "no-join", "error", text
    yield from _signed_apart(shape, one, other)


def _pairs(codes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(codes):
        for other in codes[number + 1 :]:
            yield one, other


def _first_common(shape: Shape, one: str, other: str) -> set[str]:
    """Give where two branches meet first: common followers that none of the others leads to."""
    common = shape.reach[one] & shape.reach[other]
    return {code for code in common if not any(code in shape.reach[before] for before in common)}


def _signed_apart(shape: Shape, one: str, other: str) -> Iterator[Found]:
    common = shape.reach[one] & shape.reach[other]
    for branch in (one, other):
        for code in ({branch} | shape.reach[branch]) - common:
            if shape.steps[code].signs:
                yield f"process.{code}", "signs-apart", "error", "it signs inside a branch"


def _units(shape: Shape) -> Iterator[Found]:
    for step in shape.process.steps:
        earlier = step.unit.same_as if step.unit else None
        where = f"process.{step.code}"
        if earlier is None:
            continue
        if earlier not in shape.steps:
            text = both(f"không có bước {earlier}", f"the unit of {earlier}: no such step")
            yield where, "unknown-step", "error", text
        elif step.code not in shape.reach[earlier] and step.code not in shape.consulted:
            yield where, "unit", "error", f"{earlier} does not come before it"


def _times(shape: Shape) -> Iterator[Found]:
    total = longest(shape)
    if total > 1 + _ALMOST:
        text = both(
            f"cộng lại là {total:.3f}, vượt thời hạn",
            f"shares sum to {total:.3f}, not to 1: beyond the time limit",
        )
        yield "process", "shares", "error", text
    elif total < 1 - _ALMOST:
        text = both(f"cộng lại là {total:.3f}", f"shares sum to {total:.3f}, not to 1")
        yield "process", "shares", "error", text
    for code in sorted(shape.consulted):
        askers = [
            other
            for other in shape.steps
            if any(code in way.to for way in shape.out(other, MoveKind.CONSULT))
        ]
        share = shape.steps[code].share
        if any(share > shape.steps[asker].share for asker in askers):
            text = both(
                "bước được hỏi ý kiến dài hơn bước hỏi",
                "a consulted step takes longer than the step that asks",
            )
            yield f"process.{code}", "shares", "warning", text


def _products(shape: Shape) -> Iterator[Found]:
    steps = shape.process.steps
    signing = [step for step in steps if step.signs]
    if len(signing) != 1 or Product.SIGNATURE not in signing[0].produces:
        yield "process", "signature", "error", "exactly one step signs the result"
    made = {product for step in steps for product in step.produces}
    for product in _MADE:
        if product not in made:
            text = both(f"chưa bước nào làm: {product}", f"no step makes: {product}")
            yield "process", "product", "error", text
    for step in steps:
        yield from _misplaced(shape, step)


def _misplaced(shape: Shape, step: Step) -> Iterator[Found]:
    where = f"process.{step.code}"
    if Product.HANDOVER in step.produces and not shape.is_last(step.code):
        yield where, "handover", "error", "the result is handed over, yet the process goes on"
    has_own_act = step is shape.first or step.signs or Product.HANDOVER in step.produces
    if Product.DOCUMENT in step.produces and has_own_act:
        text = "receipt, signature and return leave no document of their own"
        yield where, "document", "error", text
    if step.code == shape.first.code and (
        step.form or step.join or len(shape.following(step.code)) > 1
    ):
        yield where, "receipt", "error", "receipt only receives: no form, no join, one way onward"


def _filled(pack: Pack) -> Iterator[Found]:
    """Look at what officials fill in: keys that stand for two things, lists that are not there."""
    asked = {question.key for question in pack.form.every_question()}
    for step in pack.process.steps:
        for question in step.form:
            where = f"process.{step.code}.{question.key}"
            if question.key in asked:
                yield where, "key", "error", "another question has this key"
            asked.add(question.key)
            if question.kind in _NOT_ASKED:
                yield where, "kind", "error", f"a step cannot ask for {question.kind}"
            if (
                isinstance(question, ChoiceQuestion)
                and question.list
                and question.list not in pack.lists
            ):
                yield where, "list", "error", f"no list {question.list}"
    known = scope_of_moves(pack).paths
    for step in pack.process.steps:
        if step.unit and step.unit.by and step.unit.by not in known:
            where = f"process.{step.code}"
            by = step.unit.by
            text = both(f"không có câu hỏi {by}", f"the unit by {by}: no such question")
            yield where, "unknown-field", "error", text
