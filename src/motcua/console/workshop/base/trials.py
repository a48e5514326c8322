"""A rule, a fee or a whole filing tried with answers, by the draft's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.conditions.expressions import read, refs
from motcua.procedures.base.forms.answering import CompiledForm
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.forms.spec import FormSpec, Page
from motcua.procedures.errors import ChannelClosed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from motcua.procedures.base.fees import FeeLine
    from motcua.procedures.base.forms.parts import PlaceBook
    from motcua.procedures.base.forms.questions import Asked, When
    from motcua.procedures.base.packs import Limit, Pack, Variant
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.rules import Rules

TRIAL = "trial"
_LAX = {"when": None, "required": False, "born": None, "sex": None}


@dataclass(frozen=True, slots=True)
class Way:
    """What comes of a filing by one way: the limit, and what is due."""

    channel: str
    limit: Limit | None
    lines: tuple[FeeLine, ...]
    papers: tuple[AskedPaper, ...]

    @property
    def total(self) -> int:
        """Everything that is due, in đồng."""
        return sum(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of answers: the case, and what each way of filing asks."""

    variant: Variant
    ways: tuple[Way, ...]


def outcome_of(rules: Rules, answers: Mapping[str, Any], day: date) -> Outcome:
    """Say what the rules make of clean answers on a day."""
    ways = []
    for way in rules.pack.channels:
        name = way.channel.value
        lines = rules.fees(name, day, answers)
        ways.append(
            Way(name, _limit(rules, name, answers, day), lines, rules.papers(answers, name, day))
        )
    return Outcome(rules.variant(answers, day), tuple(ways))


def _limit(rules: Rules, channel: str, answers: Mapping[str, Any], day: date) -> Limit | None:
    try:
        return rules.limit(channel, day, answers)
    except ChannelClosed:
        return None


def trial_form(pack: Pack, whens: Iterable[When], places: PlaceBook | None) -> CompiledForm:
    """Make a form of one page that asks only what some conditions hang on, and demands nothing."""
    keys = {path.partition(".")[0] for when in whens for path in refs(read(when))}
    asked = [_lax(question) for question in _questions(pack) if question.key in keys]
    page = Page(code=TRIAL, title=pack.form.title, questions=tuple(asked))
    return CompiledForm(FormSpec(title=pack.form.title, pages=(page,)), pack.lists, places)


def _questions(pack: Pack) -> list[Asked]:
    """Give every question once, officials' too; those inside groups stand by themselves too."""
    found: dict[str, Asked] = {}
    officials = (question for step in pack.process.steps for question in step.form)
    for question in (*pack.form.every_question(), *officials):
        found.setdefault(question.key, question)
    return list(found.values())


def _lax(question: Asked) -> Any:
    fields = type(question).model_fields
    changes: dict[str, Any] = {name: one for name, one in _LAX.items() if name in fields}
    if isinstance(question, GroupQuestion):
        changes["questions"] = tuple(_lax(inner) for inner in question.questions)
    if str(getattr(question, "kind", "")) in {"notice", "calculated"}:
        changes.pop("required", None)
    return question.model_copy(update=changes)
