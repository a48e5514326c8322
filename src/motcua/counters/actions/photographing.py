"""Pages photographed one by one: put into one PDF when they are handed in together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.counters.actions.filing import lock_filing
from motcua.counters.queries.scans import joined
from motcua.dossiers.actions.counter_filing import attach_scanned
from motcua.dossiers.errors import FileLimit
from motcua.kernel import kinds
from motcua.kernel.files import FileTooLarge, store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from motcua.dossiers.models import Upload
    from motcua.kernel.actors import Actor

MOST_PICTURES = 100
MOST_BYTES = 25 * 1024 * 1024
"""The largest picture of one page; a photograph of 50 megapixels has about 20 MB."""
_MOST_IN_ALL = 100 * 1024 * 1024
_PICTURES = frozenset({kinds.JPEG, kinds.PNG, kinds.HEIC})


def are_pictures(files: Sequence[UploadedFile[Any]]) -> bool:
    """Say whether all of some files are photographs, by their content."""
    return all(_kind(one) in _PICTURES for one in files)


def join_pictures(
    *,
    actor: Actor,
    filing_id: UUID,
    paper_code: str,
    pictures: Sequence[UploadedFile[Any]],
    now: datetime,
) -> Upload:
    """Put the pictures of a paper's pages into one PDF, in the order they were chosen, upright.

    Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`, `FileLimit`, `FileTooLarge`,
    `ParsingFailed`, `DossierNotFound`.
    """
    if len(pictures) > MOST_PICTURES:
        raise FileLimit
    if any((one.size or 0) > MOST_BYTES for one in pictures):
        raise FileTooLarge(
            _("Ảnh lớn hơn %(size)d MB nên chưa nhận được.") % {"size": MOST_BYTES // 1024**2},
            limit_bytes=MOST_BYTES,
        )
    made = joined([one.read() for one in pictures])
    with transaction.atomic():
        filing = lock_filing(actor, filing_id)
        kept = store(
            io.BytesIO(made),
            name=f"{paper_code}.pdf",
            now=now,
            limit_bytes=_MOST_IN_ALL,
            accept=frozenset({"application/pdf"}),
        )
        return attach_scanned(draft=filing.draft, paper_code=paper_code, file=kept, now=now)


def _kind(file: UploadedFile[Any]) -> kinds.Kind | None:
    file.seek(0)
    found = kinds.recognise(io.BytesIO(file.read()))
    file.seek(0)
    return found
