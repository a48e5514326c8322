"""The form of a procedure as a paper to print, for those who file at the counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from motcua.kernel.clock import civil_date
from motcua.portal.catalogue.queries.finding import rules_today
from motcua.procedures.base.forms.printing import Print, form_pdf

if TYPE_CHECKING:
    from datetime import datetime


def blank_form_pdf(code: str, now: datetime) -> bytes:
    """Set the form in force today as PDF. Raises `NotFound`."""
    form = rules_today(code, civil_date(now)).form
    return form_pdf(form, None, Print(is_demo=settings.DEMO), at=now)
