"""A dossier sent back: only the listed questions and papers, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.supplements import (
    items_of,
    open_supplement,
    pages_with,
    papers_asked,
    uploads_by_id,
)
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.drawing import Showing, page_section
from motcua.procedures.base.texts import say
from motcua.ui.fields import Field, FileItem, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.supplements import Asked, AskedItem
    from motcua.kernel.actors import Actor
    from motcua.portal.dossiers.queries.completions import Completion
    from motcua.procedures.base.answering import Wrong
    from motcua.procedures.base.packs import Paper

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reopened:
    """What is to be put right, and how far one has come; `kept` are (paper, upload) pairs."""

    dossier: Dossier
    procedure: str
    message: str
    items: tuple[AskedItem, ...]
    sections: tuple[Section, ...]
    papers: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...]
    elsewhere: tuple[str, ...]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        answers = [problem for section in self.sections for problem in section.problems()]
        return answers + [(field.id, said) for field in self.papers for said in field.errors]


def reopened_for(
    actor: Actor, dossier: Dossier, now: datetime, language: str, completion: Completion
) -> Reopened | None:
    """Give the page of a supplement as far as it was completed; None where none is asked."""
    asked = open_supplement(dossier)
    if asked is None:
        return None
    answers = {**dossier.answers, **completion.answers}
    errors = completion.wrong
    showing = Showing(
        language,
        civil_date(now),
        errors=errors,
        remarks=asked.questions,
        open_keys=frozenset(asked.questions),
        lookup_url=reverse("portal:places"),
    )
    return Reopened(
        dossier=dossier,
        procedure=procedure_name(dossier, language),
        message=asked.message,
        items=items_of(dossier, asked, language),
        sections=_sections(dossier, asked, answers, showing),
        papers=tuple(
            _place(actor, paper, asked, completion, language)
            for paper in papers_asked(dossier, asked)
        ),
        kept=tuple((code, str(one)) for code, ids in completion.uploads.items() for one in ids),
        elsewhere=_elsewhere(errors, asked, language),
    )


def _sections(
    dossier: Dossier, asked: Asked, answers: Mapping[str, Any], showing: Showing
) -> tuple[Section, ...]:
    form = rules_of(dossier).form
    drawn = (page_section(form, code, answers, showing) for code in pages_with(dossier, asked))
    return tuple(
        replace(
            section,
            intro="",
            fields=tuple(
                field for field in section.fields if field.name.partition(".")[0] in asked.questions
            ),
        )
        for section in drawn
    )


def _elsewhere(errors: tuple[Wrong, ...], asked: Asked, language: str) -> tuple[str, ...]:
    """Give what became wrong where nothing may be changed, so that it can be told."""
    return tuple(
        wrong.say(language)
        for wrong in errors
        if wrong.path.partition(".")[0] not in asked.questions
    )


def _place(
    actor: Actor, paper: Paper, asked: Asked, completion: Completion, language: str
) -> Field:
    kinds = ", ".join(kind.upper() for kind in paper.types)
    limit = _("Ảnh chụp hoặc tệp %(kinds)s; mỗi tệp không quá %(size)d MB.")
    kept = uploads_by_id(actor, completion.uploads.get(paper.code, ()))
    return Field(
        name=paper.code,
        kind=Kind.FILES,
        label=say(paper.name, language),
        hint=limit % {"kinds": kinds, "size": paper.max_mb},
        remark=asked.papers[paper.code],
        value=tuple(FileItem(str(row.public_id), row.file.name, row.file.size) for row in kept),
        errors=completion.refused.get(paper.code, ()),
        max_bytes=paper.max_mb * MEGABYTE,
    )
