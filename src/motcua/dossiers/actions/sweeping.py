"""Files that were given and never filed are not kept for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.drafting import delete_uploads, throw_away
from motcua.dossiers.models import Draft, Upload

if TYPE_CHECKING:
    from datetime import datetime

KEPT_FOR = timedelta(days=30)
_AT_ONCE = 500


def sweep_sent_ahead(*, now: datetime) -> int:
    """Delete what was sent ahead 30 days ago; give the number.

    A file that a dossier has taken stays; only its use for further filings ends.
    """
    old = Upload.objects.filter(draft=None, added_at__lt=now - KEPT_FOR)
    swept = 0
    while batch := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            delete_uploads(Upload.objects.filter(pk__in=batch))
        swept += len(batch)
    return swept


def sweep_answers(*, now: datetime) -> int:
    """Delete begun answers to supplement requests of dossiers that have ended; give the number.

    Who began one can no longer see or file it.
    """
    ended = Draft.objects.filter(supplement__dossier__is_open=False, saved_at__lt=now - KEPT_FOR)
    swept = 0
    while batch := list(ended.order_by("pk")[:_AT_ONCE]):
        with transaction.atomic():
            throw_away(*batch)
        swept += len(batch)
    return swept
