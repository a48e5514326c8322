"""Answering a supplement request: files kept as they come, then everything in one act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext as _

from motcua.dossiers.actions import answer_supplement, keep_upload
from motcua.dossiers.actions.files import take_in_file
from motcua.dossiers.queries.supplements import open_supplement, papers_asked
from motcua.kernel.errors import DomainError
from motcua.portal.dossiers.queries.completions import judge
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.portal.dossiers.queries.completions import Completion


def keep_files(
    *,
    actor: Actor,
    dossier: Dossier,
    completion: Completion,
    files: MultiValueDict[str, UploadedFile[bytes]],
    now: datetime,
) -> Completion:
    """Keep the files that came with the page; give the completion with them and with refusals."""
    asked = open_supplement(dossier)
    kept = {code: list(ids) for code, ids in completion.uploads.items()}
    refused: dict[str, tuple[str, ...]] = {}
    for paper in papers_asked(dossier, asked) if asked else ():
        for sent in files.getlist(paper.code):
            try:
                file = take_in_file(file=sent, paper=paper, now=now)
            except DomainError as refusal:
                said = f"{(sent.name or '')[:60]}: {refusal.text}"
                refused[paper.code] = (*refused.get(paper.code, ()), said)
            else:
                upload = keep_upload(actor=actor, file=file, now=now)
                kept.setdefault(paper.code, []).append(upload.public_id)
    uploads = {code: tuple(ids) for code, ids in kept.items()}
    return replace(completion, uploads=uploads, refused=refused)


def complete(
    *, actor: Actor, dossier: Dossier, completion: Completion, now: datetime
) -> Completion:
    """Answer the request when nothing is wrong; give the completion with what is.

    A request that was answered meanwhile, as by a second click, is left as it is.
    """
    judged = replace(
        completion,
        wrong=judge(dossier, completion.answers, now),
        refused={**_absent(dossier, completion), **completion.refused},
    )
    if judged.is_complete:
        answer_supplement(
            actor=actor,
            dossier_id=dossier.pk,
            answers={key: value for key, value in judged.answers.items() if value is not None},
            uploads={code: ids for code, ids in judged.uploads.items() if ids},
            now=now,
        )
    return judged


def _absent(dossier: Dossier, completion: Completion) -> dict[str, tuple[str, ...]]:
    asked = open_supplement(dossier)
    return {
        paper.code: (_("Chưa có %(name)s") % {"name": say(paper.name, get_language() or "vi")},)
        for paper in (papers_asked(dossier, asked) if asked else ())
        if not completion.uploads.get(paper.code)
    }
