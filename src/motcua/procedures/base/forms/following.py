"""Which questions of a page follow another on the same page, so that a script can show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.expressions import Call, Literal, Node, Ref, read
from motcua.procedures.base.forms.questions import Asked, ChoiceQuestion, YesNoQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.base.forms.answering import CompiledForm
    from motcua.procedures.base.forms.questions import GroupQuestion, When


def is_drawn(form: CompiledForm, question: Asked, answers: Mapping[str, Any], today: date) -> bool:
    """Say whether a question is on its page: it is asked, or the page itself can show it."""
    if form.is_asked(question.key, answers, today):
        return True
    found = followed(form, question)
    return found is not None and is_drawn(form, form.questions[found[0]], answers, today)


def followed(form: CompiledForm, question: Asked) -> tuple[str, tuple[str, ...]] | None:
    """Give the question on the same page whose answer shows this one, and those answers."""
    found = plain_condition(question.when)
    if found is None:
        return None
    key, values = found
    leader = form.questions.get(key)
    same_page = leader is not None and form.page_of[key] == form.page_of.get(question.key)
    if not (same_page and isinstance(leader, ChoiceQuestion | YesNoQuestion)):
        return None
    return key, values


def followed_in(group: GroupQuestion, question: Asked) -> tuple[str, tuple[str, ...]] | None:
    """Give the question of the same row whose answer shows this one, and those answers."""
    found = plain_condition(question.when)
    leader = next((one for one in group.questions if found and one.key == found[0]), None)
    return found if isinstance(leader, ChoiceQuestion | YesNoQuestion) else None


def plain_condition(when: When | None) -> tuple[str, tuple[str, ...]] | None:
    """Give the one question and the answers that a condition hangs on, where it is so plain."""
    return None if when is None else _plain(read(when))


def _plain(node: Node) -> tuple[str, tuple[str, ...]] | None:
    if isinstance(node, Ref):
        return node.path, ("yes",)
    if not (isinstance(node, Call) and node.op in {"eq", "in"}):
        return None
    ref, fixed = node.args
    if not (isinstance(ref, Ref) and isinstance(fixed, Literal)):
        return None
    values = fixed.value if isinstance(fixed.value, tuple) else (fixed.value,)
    return ref.path, tuple(posted_value(value) for value in values)


def posted_value(value: object) -> str:
    """Write an answer as a control posts it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
