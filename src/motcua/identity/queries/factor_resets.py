"""Requests for a new second factor that wait for their second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.identity.models import SecondFactorReset
from motcua.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def waiting_resets(agency_id: int, asked_since: datetime) -> list[SecondFactorReset]:
    """Give an agency's requests that nobody approved yet, asked since a moment, oldest first."""
    waiting = _resets(agency_id).filter(approved_at=None, asked_at__gte=asked_since)
    return list(waiting.order_by("asked_at"))


def reset_for(agency_id: int, number: int) -> SecondFactorReset:
    """Give a request about an official of an agency. Raises `NotFound`."""
    reset = _resets(agency_id).filter(pk=number).first()
    if reset is None:
        raise NotFound
    return reset


def _resets(agency_id: int) -> QuerySet[SecondFactorReset]:
    resets = SecondFactorReset.objects.select_related("account__official", "asked_by")
    return resets.filter(account__official__agency=agency_id)
