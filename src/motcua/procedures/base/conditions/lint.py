"""The conditions of a pack, each at its place; what is wrong there; papers that data replace."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from motcua.kernel.text import fold
from motcua.procedures.base.conditions.compiling import compile_node
from motcua.procedures.base.conditions.expressions import Call, Literal as Fixed, Ref, read
from motcua.procedures.base.conditions.scopes import Type
from motcua.procedures.base.forms.questions import CalculatedQuestion, GroupQuestion
from motcua.procedures.base.forms.spec import scope_of
from motcua.procedures.base.sentences import Words, both
from motcua.procedures.base.shared import shared_file
from motcua.procedures.errors import ConditionInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.procedures.base.conditions.expressions import Node
    from motcua.procedures.base.conditions.scopes import Scope
    from motcua.procedures.base.forms.questions import Asked, When
    from motcua.procedures.base.packs import Pack

Found = tuple[str, str, Literal["error", "warning"], Words]
# Where it stands, the condition, what it may refer to, and what it yields.
Placed = tuple[str, "When", "Scope", Type]


def rule_findings(pack: Pack) -> Iterator[Found]:
    """Yield what is wrong with the conditions of a pack, each at its own place."""
    for where, when, scope, kind in conditions_of(pack):
        try:
            node = read(when)
        except ConditionInvalid as error:
            yield where, "condition", "error", _reason(error)
            continue
        unknown = sorted(set(_unknown(node, scope)))
        for path in unknown:
            text = both(f"không có câu hỏi {path}", f"no question {path}")
            yield where, "unknown-field", "error", text
        if not unknown:
            yield from _compiled(where, node, scope, kind)
    yield from _replaceable(pack)


def conditions_of(pack: Pack) -> Iterator[Placed]:
    """Yield every condition of a pack but those of its process."""
    scope = scope_of(pack.form)
    for page in pack.form.pages:
        where = f"form.pages.{page.code}"
        yield from _when(f"{where}.when", page.when, scope)
        for question in page.questions:
            yield from _of_question(f"{where}.questions.{question.key}", question, scope)
    for check in pack.form.checks:
        inside = scope.inside(check.each) if check.each else scope
        yield from _when(f"form.checks.{check.code}.must", check.must, inside)
        yield from _when(f"form.checks.{check.code}.when", check.when, inside)
    for variant, paper in pack.papers():
        yield from _when(f"variants.{variant.code}.papers.{paper.code}.when", paper.when, scope)
    for variant in pack.variants:
        yield from _when(f"variants.{variant.code}.when", variant.when, scope)
    yield from _of_channels(pack, scope)


def _of_question(where: str, question: Asked, scope: Scope) -> Iterator[Placed]:
    yield from _when(f"{where}.when", question.when, scope)
    yield from _when(f"{where}.prefill_when", question.prefill_when, scope)
    if isinstance(question, CalculatedQuestion):
        yield f"{where}.value", question.value, scope, Type.NUMBER
    if isinstance(question, GroupQuestion):
        for inner in question.questions:
            yield from _of_question(
                f"{where}.questions.{inner.key}", inner, scope.inside(question.key)
            )


def _of_channels(pack: Pack, scope: Scope) -> Iterator[Placed]:
    for way in pack.channels:
        for index, limit in enumerate(way.limits):
            yield from _when(f"channels.{way.channel}.limits.{index}.when", limit.when, scope)
        for fee in way.fees:
            where = f"channels.{way.channel}.fees.{fee.code}"
            yield from _when(f"{where}.when", fee.when, scope)
            if fee.quantity is not None:
                yield f"{where}.quantity", fee.quantity, scope, Type.NUMBER
            for row in fee.exemptions:
                yield from _when(f"{where}.exemptions.{row.code}.when", row.when, scope)


def _when(where: str, when: When | None, scope: Scope) -> Iterator[Placed]:
    if when is not None:
        yield where, when, scope, Type.FLAG


def _unknown(node: Node, scope: Scope) -> Iterator[str]:
    """Yield the paths that name nothing; inside `count(rows, …)` those of the row are known."""
    if isinstance(node, Ref):
        group, _, key = node.path.partition(".")
        is_column = key in scope.rows.get(group, {})
        if node.path not in scope.paths and node.path not in scope.row and not is_column:
            yield node.path
    elif isinstance(node, Call):
        inner = scope
        if node.op in {"count", "sum"} and node.args and isinstance(node.args[0], Ref):
            inner = scope.inside(node.args[0].path)
        for place, part in enumerate(node.args):
            if not isinstance(part, Fixed):
                yield from _unknown(part, inner if place else scope)


def _compiled(where: str, node: Node, scope: Scope, kind: Type) -> Iterator[Found]:
    try:
        found = compile_node(node, scope)
    except ConditionInvalid as error:
        yield where, "condition", "error", _reason(error)
        return
    if found.type is not kind:
        wanted = "say yes or no" if kind is Type.FLAG else "give a number"
        yield where, "condition", "error", f"does not {wanted}"


def _reason(error: ConditionInvalid) -> str:
    return str(error.details.get("reason", error.text))


def _replaceable(pack: Pack) -> Iterator[Found]:
    """Look for papers whose data a registry has, though the pack does not say so."""
    for variant, paper in pack.papers():
        if paper.may_be_data or paper.needed != "required":
            continue
        name = fold(paper.name["vi"])
        if name.startswith(_requests()):
            continue
        for words, registry in _registries():
            if any(word in name for word in words):
                where = f"variants.{variant.code}.papers.{paper.code}"
                text = both(f"có thể lấy từ: {registry}", f"could be read from: {registry}")
                yield where, "registry", "warning", text
                break


@cache
def _requests() -> tuple[str, ...]:
    return tuple(map(fold, shared_file("registries")["forms"]))


@cache
def _registries() -> tuple[tuple[tuple[str, ...], str], ...]:
    rows = shared_file("registries")["registries"]
    return tuple((tuple(map(fold, row["papers"])), row["name"]["vi"]) for row in rows)
