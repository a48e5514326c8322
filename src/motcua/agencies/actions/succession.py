"""An agency that somebody administers is not left without."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.errors import LastAdministrator
from motcua.agencies.models import Agency, Posting

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def keeping_administered(agency_id: int, on: date) -> Iterator[None]:
    """Let postings change from a day on, unless that would leave an agency to nobody.

    The agency is locked until the transaction ends, so that two administrators cannot let each
    other go at once. Raises `LastAdministrator`.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency_id)
    before = _administered_until(agency, on)
    yield
    if _administered_until(agency, on) < before:
        raise LastAdministrator


def _administered_until(agency: Agency, on: date) -> date:
    """Give the first day from `on` without an administrator; `date.max` when there is none.

    What comes after the agency itself has ended does not count.
    """
    held = Posting.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        unit__agency=agency,
        role=Role.ADMINISTRATOR,
    ).values_list("valid_from", "valid_to", "official__valid_from", "official__valid_to")
    until = on
    for since, to, began, left in sorted(held, key=lambda row: max(row[0], row[2])):
        if max(since, began) > until:
            break
        until = max(until, min(to or date.max, left or date.max))
    return min(until, agency.valid_to or date.max)
