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
# Lists whose items have no name of their own.
_NAMELESS = frozenset({"legal_bases", "limits", "moves"})
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
    head, _, rest = first.partition(".")
    tried = [first, f"form.{first}", f"form.pages.{first}", f"form.statutory.{first}"]
    tried += _of_question(rest if head == "form" else first, pack)
    if head == "process" and rest:
        code, _, key = rest.partition(".")
        tried += [f"process.steps.{code}", f"process.steps.{code}.form.{key}"]
    # A guess that finds only the form is none: everything asked is in it.
    found = [(_longest(path, content), path == first) for path in tried]
    good = [place for place, is_own in found if is_own or "/" in place]
    return max(good, key=lambda place: place.count("/") + bool(place))


def _of_question(key: str, pack: Pack) -> list[str]:
    for page, question in pack.form.questions():
        above = f"form.pages.{page.code}.questions.{question.key}"
        if question.key == key:
            return [above]
        if isinstance(question, GroupQuestion) and key in {each.key for each in question.questions}:
            return [f"{above}.questions.{key}"]
    return []


def _longest(path: str, content: dict[str, Any]) -> str:
    parts = _addressed([part for part in path.split(".") if part])
    for end in range(len(parts), 0, -1):
        try:
            return find(content, "/".join(parts[:end])).place
        except NoSuchPlace:
            continue
    return ""


def _addressed(parts: list[str]) -> list[str]:
    """Give parts as addresses name them: checks count items without a name from nought."""
    return [
        str(int(part) + 1) if part.isdecimal() and above in _NAMELESS else part
        for above, part in zip(["", *parts], parts, strict=False)
    ]
