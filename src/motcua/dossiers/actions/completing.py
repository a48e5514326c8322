"""Answering a supplement request: all kept in a draft as it comes, then given in one act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext as _

from motcua.dossiers.actions.drafting import Typed, remove_file, save_answers
from motcua.dossiers.actions.files import receive_file
from motcua.dossiers.actions.supplementing import (
    answer_at_counter,
    answer_supplement,
    start_answering,
    start_answering_at_counter,
)
from motcua.dossiers.errors import PapersUnsigned
from motcua.dossiers.queries.completions import Completion, judge, read_answers
from motcua.dossiers.queries.supplements import open_supplement, papers_asked
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.errors import DomainError
from motcua.procedures.base.texts import say
from motcua.ui.fields import Press
from motcua.ui.posted import pressed, sending_of, uuid_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict

    from motcua.dossiers.models import Dossier, Draft
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Way:
    """How a dossier is completed: who may begin, and what giving the answer does."""

    begin: Callable[..., Draft]
    give: Callable[..., Dossier]


ONLINE = Way(start_answering, answer_supplement)
AT_COUNTER = Way(start_answering_at_counter, answer_at_counter)


def keep(
    *,
    actor: Actor,
    dossier: Dossier,
    data: QueryDict,
    files: MultiValueDict[str, UploadedFile[bytes]],
    now: datetime,
    way: Way = ONLINE,
) -> Completion:
    """Keep a posted page, right or wrong, and the files that came with it.

    Raises `DossierNotFound`, `SupplementNotAsked`.
    """
    draft = way.begin(actor=actor, dossier_id=dossier.pk, now=now)
    button = pressed(data)
    answers = read_answers(dossier, draft, data, button, now)
    by: dict[str, Any] = {"actor": actor, "draft_id": draft.public_id, "now": now}
    saved = save_answers(**by, typed=Typed("", answers, sending=sending_of(data)))
    if button.press is Press.DROP and (upload := uuid_of(button.target)):
        remove_file(**by, upload_id=upload)
    refused = _keep_files(actor, dossier, draft, files, now)
    return Completion(button, saved.saved_at, refused=refused)


def keep_file(
    *,
    actor: Actor,
    dossier: Dossier,
    paper_code: str,
    file: UploadedFile[bytes],
    now: datetime,
) -> None:
    """Keep one file for a listed paper. Raises `SupplementNotAsked` and as `receive_file`."""
    draft = start_answering(actor=actor, dossier_id=dossier.pk, now=now)
    receive_file(actor=actor, draft=draft, paper_code=paper_code, file=file, now=now)


def judged(*, dossier: Dossier, draft: Draft, given: Completion, now: datetime) -> Completion:
    """Say what is still wrong with what was kept; nothing is given yet."""
    return replace(
        given,
        wrong=judge(dossier, draft.answers, now),
        refused={**_absent(dossier, _uploads(draft)), **given.refused},
    )


def complete(*, actor: Actor, dossier: Dossier, now: datetime, way: Way = ONLINE) -> Completion:
    """Answer the request with what was kept, when nothing is wrong; else say what is.

    A listed question without an answer in the draft was emptied: its old answer goes too. Raises
    `DossierNotFound`, `SupplementNotAsked`.
    """
    draft = way.begin(actor=actor, dossier_id=dossier.pk, now=now)
    given = judged(dossier=dossier, draft=draft, given=Completion(), now=now)
    asked = open_supplement(dossier)
    if asked and given.is_complete:
        try:
            way.give(
                actor=actor,
                dossier_id=dossier.pk,
                answers={key: draft.answers.get(key) for key in asked.questions},
                uploads=_uploads(draft),
                now=now,
            )
        except PapersUnsigned as refusal:
            codes = refusal.details["papers"]
            assert isinstance(codes, list)
            return replace(given, refused=dict.fromkeys(codes, (refusal.text,)))
    return given


def _uploads(draft: Draft) -> dict[str, list[UUID]]:
    uploads: dict[str, list[UUID]] = {}
    for row in uploads_of(draft):
        uploads.setdefault(row.paper_code, []).append(row.public_id)
    return uploads


def _keep_files(
    actor: Actor,
    dossier: Dossier,
    draft: Draft,
    files: MultiValueDict[str, UploadedFile[bytes]],
    now: datetime,
) -> dict[str, tuple[str, ...]]:
    asked = open_supplement(dossier)
    refused: dict[str, tuple[str, ...]] = {}
    for code in [paper.code for paper in papers_asked(dossier, asked)] if asked else ():
        for sent in files.getlist(code):
            try:
                receive_file(actor=actor, draft=draft, paper_code=code, file=sent, now=now)
            except DomainError as refusal:
                said = f"{(sent.name or '')[:60]}: {refusal.text}"
                refused[code] = (*refused.get(code, ()), said)
    return refused


def _absent(dossier: Dossier, uploads: dict[str, list[UUID]]) -> dict[str, tuple[str, ...]]:
    asked = open_supplement(dossier)
    return {
        paper.code: (_("Chưa có %(name)s") % {"name": say(paper.name, get_language() or "vi")},)
        for paper in (papers_asked(dossier, asked) if asked else ())
        if not uploads.get(paper.code)
    }
