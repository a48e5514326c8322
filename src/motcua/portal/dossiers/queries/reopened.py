"""A dossier sent back: only the listed questions and papers, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.dossiers.queries.completions import reopened_sections
from motcua.dossiers.queries.supplements import (
    answers_so_far,
    draft_of_answer,
    items_of,
    open_supplement,
    papers_asked,
)
from motcua.dossiers.queries.uploads import uploads_of
from motcua.dossiers.queries.wording import procedure_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import Showing
from motcua.procedures.base.texts import say
from motcua.ui.fields import Field, FileItem, Kind, Section

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Draft, Upload
    from motcua.dossiers.queries.completions import Completion
    from motcua.dossiers.queries.supplements import Asked, AskedItem
    from motcua.procedures.base.forms.answering import Wrong
    from motcua.procedures.base.packs import Paper

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reopened:
    """What is to be put right, and how far one has come."""

    dossier: Dossier
    procedure: str
    message: str
    items: tuple[AskedItem, ...]
    sections: tuple[Section, ...]
    papers: tuple[Field, ...]
    elsewhere: tuple[str, ...]
    saved_at: datetime | None

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        answers = [problem for section in self.sections for problem in section.problems()]
        return answers + [(field.id, said) for field in self.papers for said in field.errors]


def reopened_for(
    dossier: Dossier, now: datetime, language: str, completion: Completion
) -> Reopened | None:
    """Give the page of a supplement as far as it was completed; None where none is asked."""
    asked = open_supplement(dossier)
    if asked is None:
        return None
    draft = draft_of_answer(dossier)
    answers = answers_so_far(dossier, draft)
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
        sections=reopened_sections(dossier, asked, answers, showing),
        papers=tuple(
            _place(dossier, draft, paper, asked, completion.refused, language)
            for paper in papers_asked(dossier, asked)
        ),
        elsewhere=_elsewhere(errors, asked, language),
        saved_at=draft.saved_at if draft else None,
    )


def _elsewhere(errors: tuple[Wrong, ...], asked: Asked, language: str) -> tuple[str, ...]:
    """Give what became wrong where nothing may be changed, so that it can be told."""
    return tuple(
        wrong.say(language)
        for wrong in errors
        if wrong.path.partition(".")[0] not in asked.questions
    )


def _place(
    dossier: Dossier,
    draft: Draft | None,
    paper: Paper,
    asked: Asked,
    refused: Mapping[str, tuple[str, ...]],
    language: str,
) -> Field:
    kinds = ", ".join(kind.upper() for kind in paper.types)
    limit = _("Ảnh chụp hoặc tệp %(kinds)s; mỗi tệp không quá %(size)d MB.")
    kept = [row for row in uploads_of(draft) if row.paper_code == paper.code] if draft else []
    return Field(
        name=paper.code,
        kind=Kind.FILES,
        label=say(paper.name, language),
        hint=limit % {"kinds": kinds, "size": paper.max_mb},
        remark=asked.papers[paper.code],
        value=tuple(_item(dossier, row) for row in kept),
        errors=refused.get(paper.code, ()),
        upload_url=reverse("portal:dossier-supplement-files", args=[dossier.public_id]),
        max_bytes=paper.max_mb * MEGABYTE,
        several=paper.max_files > 1,
    )


def _item(dossier: Dossier, upload: Upload) -> FileItem:
    where = [dossier.public_id, upload.public_id]
    address = reverse("portal:dossier-supplement-file", args=where)
    return FileItem(str(upload.public_id), upload.file.name, upload.file.size, address)
