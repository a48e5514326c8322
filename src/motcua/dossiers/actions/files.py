"""Taking in a file for a paper: looked into before it is kept, so that an official can open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.actions.drafting import attach_file, keep_upload
from motcua.dossiers.actions.filer_signing import note_signatures
from motcua.dossiers.errors import DossierNotFound, FileActive, FileLimit, FileLocked
from motcua.dossiers.queries.supplements import paper_for
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel.conversion import inspect_image, inspect_pdf
from motcua.kernel.files import FileTooLarge, store

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Draft, Upload
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile
    from motcua.procedures.base.packs import Paper

MEGABYTE = 1024 * 1024
MOST_MEGABYTES_AHEAD = 20
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}
# Links, forms and attached data pass; what runs, or could be run by who opens it, does not.
_REFUSED = frozenset({"javascript", "launch", "open_action", "program"})


def take_in_file(*, file: UploadedFile[bytes], paper: Paper, now: datetime) -> StoredFile:
    """Keep a file sent for a paper, of the kinds and the size (MB) that the paper allows.

    Raises `FileTooLarge`, `FileEmpty`, `FileKindRefused`, `FileLocked`, `FileActive`,
    `ParsingFailed`, `Unavailable`; nothing is kept then.
    """
    return _take_in(file, max_mb=paper.max_mb, accepted=media_types(paper), now=now)


def take_in_document(*, file: UploadedFile[bytes], now: datetime) -> StoredFile:
    """Keep a document that an official made: PDF or a picture, of at most 20 MB.

    Raises what `take_in_file` raises.
    """
    accepted = frozenset(_MEDIA_TYPES[kind] for kind in ("pdf", "jpeg", "png"))
    return _take_in(file, max_mb=MOST_MEGABYTES_AHEAD, accepted=accepted, now=now)


def media_types(paper: Paper) -> frozenset[str]:
    """Give the media types of the files that a paper takes."""
    return frozenset(_MEDIA_TYPES[kind] for kind in paper.types)


def receive_ahead(*, actor: Actor, file: UploadedFile[bytes], now: datetime) -> Upload:
    """Keep a file of at most 20 MB that is sent before the filing that names it.

    Raises what `take_in_file` raises, and `DossierNotFound` for who has no account.
    """
    if actor.account_id is None:
        raise DossierNotFound
    accepted = frozenset(_MEDIA_TYPES.values())
    kept = _take_in(file, max_mb=MOST_MEGABYTES_AHEAD, accepted=accepted, now=now)
    return keep_upload(actor=actor, file=kept, now=now)


def receive_file(
    *, actor: Actor, draft: Draft, paper_code: str, file: UploadedFile[bytes], now: datetime
) -> Upload:
    """Keep a file that was sent for a paper of a draft; it is the draft's at once.

    Raises `DossierNotFound` for a paper that is not asked, `FileLimit`, and what `take_in_file`
    raises.
    """
    paper = paper_for(draft, paper_code, now)
    if paper is None:
        raise DossierNotFound
    same = [row for row in uploads_of(draft) if row.paper_code == paper_code]
    if len(same) >= paper.max_files:
        raise FileLimit
    kept = take_in_file(file=file, paper=paper, now=now)
    return attach_file(
        actor=actor, draft_id=draft.public_id, paper_code=paper_code, file=kept, now=now
    )


def _take_in(
    file: UploadedFile[bytes], *, max_mb: int, accepted: frozenset[str], now: datetime
) -> StoredFile:
    limit = max_mb * MEGABYTE
    if (file.size or 0) > limit:
        raise FileTooLarge(
            _("Tệp lớn hơn %(size)d MB nên chưa nhận được.") % {"size": max_mb},
            limit_bytes=limit,
        )
    _look_into(file.read())
    file.seek(0)
    kept = store(file, name=file.name or "", now=now, limit_bytes=limit, accept=accepted)
    file.seek(0)
    note_signatures(kept, file.read(), now=now)
    return kept


def _look_into(content: bytes) -> None:
    """Refuse what nobody could open or should; a kind that is not accepted is refused later."""
    if content.startswith(b"%PDF-"):
        _look_into_pdf(content)
    elif content.startswith((b"\xff\xd8\xff", b"\x89PNG")) or content[4:8] == b"ftyp":
        inspect_image(content)


def _look_into_pdf(content: bytes) -> None:
    facts = inspect_pdf(content)
    if facts.is_encrypted:
        raise FileLocked
    if found := sorted(_REFUSED.intersection(facts.active)):
        raise FileActive(found=found)
