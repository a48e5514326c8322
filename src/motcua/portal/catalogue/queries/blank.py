"""The form of a procedure as a paper to print, for those who file at the counter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from motcua.kernel.clock import civil_date
from motcua.procedures.base.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    GroupQuestion,
    IdentityDocumentQuestion,
)
from motcua.procedures.base.texts import say
from motcua.procedures.base.wording import Wording
from motcua.procedures.queries import rules, version_on
from motcua.ui.paper import render_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.procedures.base.questions import Asked, Option
    from motcua.procedures.base.rules import Rules

_TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "blank.typ"
# Forms are in the language of the law.
_LANGUAGE = "vi"
_MOST_BOXES = 12
_ROWS = 2
_KINDS = {"date": "date", "partial-date": "date", "long-text": "lines", "notice": "notice"}


def blank_form_pdf(code: str, now: datetime) -> bytes:
    """Set the form in force today as PDF. Raises `VersionNotPublished`."""
    held = rules(version_on(code, civil_date(now)))
    cited = [f"{say(row.name, _LANGUAGE)} ({row.citation})" for row in held.pack.form.statutory]
    data = {
        "title": say(held.pack.form.title, _LANGUAGE),
        "demo": settings.DEMO,
        "agency": {"parent": "", "name": settings.NODE_NAME},
        "name": say(held.pack.form.title, _LANGUAGE),
        "code": code,
        "citation": "\n".join(cited),
        "pages": _pages(held),
        "papers": sorted({say(paper.name, _LANGUAGE) for _case, paper in held.pack.papers()}),
    }
    return render_pdf(_TEMPLATE, data, at=now)


def _pages(held: Rules) -> list[dict[str, Any]]:
    wording = Wording(_LANGUAGE, held.form.lists, held.form.places)
    return [
        {
            "title": say(page.title, _LANGUAGE),
            "questions": [
                drawn for question in page.questions for drawn in _drawn(question, held, wording)
            ],
        }
        for page in held.form.spec.pages
    ]


def _drawn(question: Asked, held: Rules, wording: Wording) -> Iterator[dict[str, Any]]:
    if not isinstance(question, GroupQuestion):
        yield _row(question, say(question.label, _LANGUAGE), held, wording)
        return
    yield {"label": say(question.label, _LANGUAGE), "note": "", "kind": "notice", "options": []}
    for number in range(1, min(question.max, _ROWS) + 1):
        item = f"{say(question.item_label, _LANGUAGE)} {number}"
        for inner in question.questions:
            yield _row(inner, f"{item}: {say(inner.label, _LANGUAGE)}", held, wording)


def _row(question: Asked, label: str, held: Rules, wording: Wording) -> dict[str, Any]:
    options = _options(question, held, wording)
    plain = _KINDS.get(getattr(question, "kind", ""), "line")
    return {
        "label": label,
        "note": say(question.hint, _LANGUAGE) if question.hint else "",
        "kind": "boxes" if 0 < len(options) <= _MOST_BOXES else plain,
        "options": options,
    }


def _options(question: Asked, held: Rules, wording: Wording) -> list[str]:
    fixed = {"yes-no": ("yes", "no"), "declaration": ("tick",)}
    if words := fixed.get(getattr(question, "kind", "")):
        return [wording.word(word) for word in words]
    if isinstance(question, IdentityDocumentQuestion):
        return [f"{wording.word(one)} {wording.word('number')} ………………" for one in question.types]
    options: tuple[Option, ...] = ()
    if isinstance(question, ChoiceQuestion):
        options = held.form.options(question)
    elif isinstance(question, ChoicesQuestion):
        options = question.options
    return [say(option.label, _LANGUAGE) for option in options]
