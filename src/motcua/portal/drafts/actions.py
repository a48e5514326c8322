"""Taking in the files of a draft: kept, and the draft's at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.actions import attach_file
from motcua.dossiers.actions.files import take_in_file
from motcua.dossiers.errors import DossierNotFound, FileLimit
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Draft
    from motcua.kernel.actors import Actor


def receive_file(
    *, actor: Actor, draft: Draft, paper_code: str, file: UploadedFile[bytes], now: datetime
) -> None:
    """Keep a file that was sent for a paper of a draft.

    Raises `DossierNotFound` for a paper that is not asked, `FileLimit`, and what `take_in_file`
    raises.
    """
    paper = next((row.paper for row in asked_papers(draft, now) if row.code == paper_code), None)
    if paper is None:
        raise DossierNotFound
    same = [row for row in uploads_of(draft) if row.paper_code == paper_code]
    if len(same) >= paper.max_files:
        raise FileLimit
    kept = take_in_file(file=file, paper=paper, now=now)
    attach_file(actor=actor, draft_id=draft.public_id, paper_code=paper_code, file=kept, now=now)
