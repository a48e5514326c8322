"""Which ways of filing an agency's procedures had in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from datetime import date


def channels_offered(agency_id: int, begins: date, ends: date) -> tuple[tuple[str, ...], ...]:
    """Give the channels of each procedure an agency offered at any time in `[begins, ends)`."""
    rows = Offering.objects.filter(
        Q(opened_to=None) | Q(opened_to__gt=begins), agency_id=agency_id, opened_from__lt=ends
    )
    return tuple(tuple(channels) for channels in rows.values_list("channels", flat=True))
