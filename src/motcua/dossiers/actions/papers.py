"""Papers of a dossier: replaced when a supplement brings better ones, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import UploadUnknown
from motcua.dossiers.models import Paper, Upload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier


def replace_papers(
    dossier: Dossier,
    uploads: Mapping[str, Sequence[UUID]],
    *,
    account_id: int | None,
    now: datetime,
) -> None:
    """Put the uploads of an account in the place of a locked dossier's papers, code by code.

    The account is the filer's, or that of the official who takes papers in at a counter. The old
    papers stay, marked as replaced. Raises `UploadUnknown` for an upload that is not its own.
    """
    for code, public_ids in uploads.items():
        own = list(Upload.objects.filter(public_id__in=public_ids, account_id=account_id or -1))
        if len(own) != len(set(public_ids)):
            raise UploadUnknown(codes=[code])
        Paper.objects.filter(dossier=dossier, code=code, replaced_at=None).update(replaced_at=now)
        Paper.objects.bulk_create(
            Paper(dossier=dossier, code=code, file_id=upload.file_id, added_at=now)
            for upload in own
        )
