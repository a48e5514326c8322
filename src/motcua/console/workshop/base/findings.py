"""What the checks find, in words, with the part of the pack where it is put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from motcua.console.workshop.base.places import NoSuchPlace, find
from motcua.procedures.base.forms.questions import GroupQuestion
from motcua.procedures.base.texts import FALLBACK

if TYPE_CHECKING:
    from motcua.procedures.base.lint import Finding
    from motcua.procedures.base.packs import Pack

TEMPLATE = "template"
_TEMPLATE_CODES = frozenset({"template", "blank"})


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words: where it is put right, whether it keeps the draft from publication."""

    place: str
    words: str
    detail: str
    is_blocking: bool
    where: str


def said_of(finding: Finding, pack: Pack, content: dict[str, Any], *, is_blocking: bool) -> Said:
    """Say a finding in words, and find its place."""
    is_template = finding.where.startswith("result.typ") or finding.code in _TEMPLATE_CODES
    place = TEMPLATE if is_template else _place(finding.where, pack, content)
    language = get_language() or FALLBACK
    words, detail = finding.sentence(language), finding.detail(language)
    return Said(place, words, detail, is_blocking, finding.where_said(language))


def _place(where: str, pack: Pack, content: dict[str, Any]) -> str:
    """Find the part a finding is about: by its path, else by the key or code it names."""
    first = where.partition("#")[0]
    tried = [first, f"process.steps{where[7:]}", f"form.{first}", f"form.pages.{first}"]
    tried += [*_of_question(first, pack), f"form.statutory.{first}"]
    for path in tried:
        found = _longest(path, content)
        if found:
            return found
    return ""


def _of_question(key: str, pack: Pack) -> list[str]:
    for page, question in pack.form.questions():
        above = f"form.pages.{page.code}.questions.{question.key}"
        if question.key == key:
            return [above]
        if isinstance(question, GroupQuestion) and key in {each.key for each in question.questions}:
            return [f"{above}.questions.{key}"]
    return []


def _longest(path: str, content: dict[str, Any]) -> str:
    parts = [part for part in path.split(".") if part]
    for end in range(len(parts), 0, -1):
        try:
            return find(content, "/".join(parts[:end])).place
        except NoSuchPlace:
            continue
    return ""
