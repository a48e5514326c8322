"""Drafts: begun, saved as typed, given files, discarded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from motcua.dossiers.errors import DossierNotFound, DraftGone, FileLimit, OfferingClosed
from motcua.dossiers.models import Draft, Paper, Upload
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.supplements import paper_for
from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.models import StoredFile
from motcua.procedures import queries as catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor
    from motcua.procedures.queries import OfferingCard
    from motcua.ui.posted import Sending

MOST_FILES = 10


@transaction.atomic
def start_draft(
    *, actor: Actor, offering_id: int, language: str, answers: Mapping[str, Any], now: datetime
) -> Draft:
    """Begin a form at an agency, with the answers already known; or go on with the one begun.

    A citizen has one open draft for each offering, so that two clicks make one. Raises
    `DossierNotFound` for a stranger, `OfferingClosed`.
    """
    if actor.account_id is None:
        raise DossierNotFound
    offering = _offering_now(offering_id)
    if not offering.is_open(civil_date(now)):
        raise OfferingClosed
    begun = (
        Draft.objects.select_for_update(of=("self",))
        .filter(account_id=actor.account_id, offering_id=offering_id, dossier=None, supplement=None)
        .filter(helping=None)
        .order_by("-saved_at")
        .first()
    )
    if begun is not None and begun.version_id == offering.version_id:
        return begun
    return Draft.objects.create(
        account_id=actor.account_id,
        offering_id=offering_id,
        version_id=offering.version_id,
        language=language,
        answers=dict(answers),
        started_at=now,
        saved_at=now,
    )


@transaction.atomic
def begin_draft(*, actor: Actor, offering_id: int, language: str, now: datetime) -> Draft:
    """Begin a form at an agency anew. Raises as `start_draft`."""
    if actor.account_id is None:
        raise DossierNotFound
    offering = _offering_now(offering_id)
    if not offering.is_open(civil_date(now)):
        raise OfferingClosed
    return Draft.objects.create(
        account_id=actor.account_id,
        offering_id=offering_id,
        version_id=offering.version_id,
        language=language,
        answers={},
        started_at=now,
        saved_at=now,
    )


def _offering_now(offering_id: int) -> OfferingCard:
    """Give an offering by rules that stay published; what is remembered may be half a minute old.

    Raises `OfferingClosed` where they were taken back just now and nothing holds instead.
    """
    offering = catalogue.offering(offering_id)
    if catalogue.hold_published(offering.version_id):
        return offering
    forget_all()
    offering = catalogue.offering(offering_id)
    if not catalogue.hold_published(offering.version_id):
        raise OfferingClosed
    return offering


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on a page: answers, None where one was taken away.

    `origins` tell which of these answers were known before, as `prefilling.origins` gives them;
    `sending` when the page sent this, where its script says so.
    """

    page: str
    answers: Mapping[str, Any]
    origins: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sending: Sending | None = None

    def is_before(self, draft: Draft) -> bool:
        """Say whether the same opened page sent something later that is kept already."""
        turns = draft.sendings.get(self.page, {})
        return self.sending is not None and self.sending.is_before(turns)


@transaction.atomic
def save_answers(*, actor: Actor, draft_id: UUID, typed: Typed, now: datetime) -> Draft:
    """Keep what was typed on a page, right or wrong.

    What was sent before something that is kept already is not: a save of the script may come after
    the page that was sent on. Raises `DossierNotFound`, `DraftGone`.
    """
    draft = lock_draft(actor, draft_id)
    if typed.is_before(draft):
        return draft
    merged = {**draft.answers, **typed.answers}
    draft.answers = {key: value for key, value in merged.items() if value is not None}
    draft.origins = _origins(draft.origins, typed.answers, typed.origins)
    draft.page = typed.page
    draft.saved_at = now
    if typed.sending is not None:
        turns = draft.sendings.get(typed.page, {})
        draft.sendings = draft.sendings | {typed.page: typed.sending.beside(turns)}
    draft.save(update_fields=["answers", "origins", "page", "saved_at", "sendings"])
    return draft


def _origins(
    before: dict[str, Any], answers: Mapping[str, Any], found: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Say where answers came from: the time of the first taking stands, emptied ones are gone."""
    kept = {key: row for key, row in before.items() if key not in answers}
    for key, row in found.items():
        earlier = before.get(key, {})
        same = earlier.get("path") == row["path"]
        kept[key] = {**row, "at": earlier["at"]} if same else dict(row)
    return kept


@transaction.atomic
def attach_file(
    *, actor: Actor, draft_id: UUID, paper_code: str, file: StoredFile, now: datetime
) -> Upload:
    """Give the draft a file for a paper; it belongs to the draft at once.

    Raises `DossierNotFound`, `DraftGone`, `FileLimit`.
    """
    draft = lock_draft(actor, draft_id)
    paper = paper_for(draft, paper_code, now)
    if paper is None:
        raise DossierNotFound
    same = draft.uploads.filter(paper_code=paper_code)
    repeated = same.filter(file__blob_id=file.blob_id).first()
    if repeated is not None:
        if repeated.file_id != file.pk:
            _forget([file])
        return repeated
    if same.count() >= min(paper.max_files, MOST_FILES):
        raise FileLimit
    upload = Upload.objects.create(
        account_id=draft.account_id, draft=draft, paper_code=paper_code, file=file, added_at=now
    )
    _keep(draft, now)
    return upload


@transaction.atomic
def remove_file(*, actor: Actor, draft_id: UUID, upload_id: UUID, now: datetime) -> None:
    """Take a file out of the draft. Raises `DossierNotFound`, `DraftGone`."""
    draft = lock_draft(actor, draft_id)
    delete_uploads(draft.uploads.filter(public_id=upload_id))
    _keep(draft, now)


def _keep(draft: Draft, now: datetime) -> None:
    """Note when the files of a draft changed, and answer the questions that ask for files."""
    sent = catalogue.rules(draft.version_id).sent_as_answers
    answers = {key: value for key, value in draft.answers.items() if key not in sent.values()}
    for code, public_id in draft.uploads.values_list("paper_code", "public_id"):
        if code in sent:
            answers.setdefault(sent[code], []).append(str(public_id))
    draft.saved_at = now
    fields = ["saved_at"]
    if answers != draft.answers:
        draft.answers = answers
        fields.append("answers")
    draft.save(update_fields=fields)


@transaction.atomic
def leave_to_data(
    *, actor: Actor, draft_id: UUID, paper_codes: frozenset[str], now: datetime
) -> None:
    """Say which papers registries are to replace. Raises `DossierNotFound`, `DraftGone`."""
    draft = lock_draft(actor, draft_id)
    allowed = {row.code for row in asked_papers(draft, now) if row.may_be_data}
    draft.by_data = sorted(paper_codes & allowed)
    draft.saved_at = now
    draft.save(update_fields=["by_data", "saved_at"])


@transaction.atomic
def speak(*, actor: Actor, draft_id: UUID, language: str, now: datetime) -> None:
    """Go on in another language; answers stay. Raises `DossierNotFound`, `DraftGone`."""
    draft = lock_draft(actor, draft_id)
    if draft.language == language:
        return
    draft.language = language
    draft.saved_at = now
    draft.save(update_fields=["language", "saved_at"])


@transaction.atomic
def discard_draft(*, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away with its uploads. Raises `DossierNotFound`, `DraftGone`."""
    throw_away(lock_draft(actor, draft_id))


def throw_away(*drafts: Draft) -> None:
    """Delete drafts with their uploads, and their files where nothing else names them."""
    delete_uploads(Upload.objects.filter(draft__in=drafts))
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()


def keep_upload(*, actor: Actor, file: StoredFile, now: datetime) -> Upload:
    """Keep a file that was sent ahead through the API, to be named in a later filing."""
    if actor.account_id is None:
        raise DossierNotFound
    return Upload.objects.create(account_id=actor.account_id, file=file, added_at=now)


def delete_uploads(uploads: QuerySet[Upload]) -> None:
    """Delete uploads with their files, so that the sweep takes what nobody can reach any more."""
    files = [upload.file for upload in uploads.select_related("file")]
    uploads.delete()
    _forget(files)


def _forget(files: Iterable[StoredFile]) -> None:
    """Delete the files that no paper and no upload names."""
    found = StoredFile.objects.filter(pk__in={file.pk for file in files})
    for model in (Paper, Upload):
        found = found.exclude(Exists(model.objects.filter(file=OuterRef("pk"))))
    found.delete()


def lock_draft(actor: Actor, draft_id: UUID) -> Draft:
    """Lock one's draft. Raises `DossierNotFound`, and `DraftGone` once it was filed."""
    draft = (
        Draft.objects.select_for_update()
        .filter(public_id=draft_id, account_id=actor.account_id or -1)
        .first()
    )
    if draft is None:
        raise DossierNotFound
    if draft.dossier_id is not None:
        raise DraftGone
    return draft
