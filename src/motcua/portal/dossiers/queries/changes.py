"""What the answer to a supplement request will change, in words, before it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.supplements import answers_so_far, open_supplement, papers_asked
from motcua.dossiers.queries.uploads import uploads_of
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import parts_of
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.texts import say
from motcua.ui.answers import Answer
from motcua.ui.fields import FileItem, control_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Draft
    from motcua.dossiers.queries.supplements import Asked


@dataclass(frozen=True, slots=True)
class Changes:
    """The listed questions and papers as they will be."""

    dossier: Dossier
    procedure: str
    answers: tuple[Answer, ...]
    papers: tuple[Answer, ...]


def changes_of(dossier: Dossier, draft: Draft, now: datetime, language: str) -> Changes:
    """Give what will be handed in for an open request, as it stands in the draft."""
    asked = open_supplement(dossier)
    assert asked is not None, "a draft of an answer has its request"
    return Changes(
        dossier=dossier,
        procedure=procedure_name(dossier, language),
        answers=tuple(_answers(dossier, draft, asked, now, language)),
        papers=tuple(_papers(dossier, draft, asked, language)),
    )


def _answers(
    dossier: Dossier, draft: Draft, asked: Asked, now: datetime, language: str
) -> Iterator[Answer]:
    form = rules_of(dossier).form
    pages = summary(form, answers_so_far(dossier, draft), language, today=civil_date(now))
    rows = [row for page in pages for row in page.rows]
    for key in (key for key in asked.questions if key in form.questions):
        label = say(form.questions[key].label, language)
        parts = parts_of(form.questions[key])
        change = _change(dossier, f"{key}.{parts[0][0]}" if parts else key)
        written = [
            (row.question, row.answer) for row in rows if row.path.partition(".")[0] == key
        ] or [(label, "")]
        for name, text in written:
            lines = tuple(text.splitlines()) or (_("Để trống"),)
            yield Answer(name, lines, change_url=change, change_label=name)


def _papers(dossier: Dossier, draft: Draft, asked: Asked, language: str) -> Iterator[Answer]:
    kept = uploads_of(draft)
    for paper in papers_asked(dossier, asked):
        files = tuple(
            FileItem(str(row.public_id), row.file.name, row.file.size)
            for row in kept
            if row.paper_code == paper.code
        )
        name = say(paper.name, language)
        yield Answer(name, files=files, change_url=_change(dossier, paper.code), change_label=name)


def _change(dossier: Dossier, name: str) -> str:
    address = reverse("portal:dossier-supplement", args=[dossier.public_id])
    return f"{address}#{control_id(name)}-question"
