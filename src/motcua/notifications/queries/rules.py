"""The dated rules of sending: quiet hours, prices; and how agencies want their text messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.kernel.clock import civil, civil_date
from motcua.notifications.base.quiet import is_within
from motcua.notifications.enums import Kind
from motcua.notifications.models import QuietHours, SegmentPrice, TextStyle

if TYPE_CHECKING:
    from datetime import date, datetime


def loud_kinds(medium: str, now: datetime) -> list[int]:
    """Give the kinds of messages that may go by a medium at a moment."""
    hours = QuietHours.objects.filter(_holds(civil_date(now)), medium=medium)
    moment = civil(now).time()
    quiet = {one.kind for one in hours if is_within(moment, one.starts, one.ends)}
    return [kind for kind in Kind.values if kind not in quiet]


def price_of_a_segment(provider: str, now: datetime) -> int:
    """Give the price in đồng that holds now; 0 where none was written down."""
    rows = SegmentPrice.objects.filter(_holds(civil_date(now)), provider=provider)
    row = rows.order_by("-valid_from").first()
    return row.amount if row else 0


def text_styles() -> dict[tuple[int | None, str], bool]:
    """Give what agencies want of their text messages, by agency and template."""
    rows = TextStyle.objects.values_list("agency_id", "template", "has_diacritics")
    return {(agency, template): wish for agency, template, wish in rows}


def _holds(day: date) -> Q:
    return Q(valid_to=None, valid_from__lte=day) | Q(valid_to__gt=day, valid_from__lte=day)
