"""The accountants' pages: what came in day by day, what a day is made of, and closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.payments import queries
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.actions import close_day
from motcua.payments.errors import DayNotOver, LedgerWrong

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def days(request: HttpRequest) -> HttpResponse:
    """Show the days of the accountant's agencies on which money moved, the latest first."""
    page = queries.days_page(visit(request).actor, clock.now())
    return render(request, "desk/payments/days.html", {"page": page})


@never_cache
@login_required
@require_safe
def day(request: HttpRequest, agency: str, day: str) -> HttpResponse:
    """Show what a day's takings are made of, and what does not add up."""
    actor, now = visit(request).actor, clock.now()
    page = queries.day_page(actor, agency, day, now=now, language=get_language() or "vi")
    return render(request, "desk/payments/day.html", {"page": page})


@never_cache
@login_required
@require_POST
def close(request: HttpRequest, agency: str, day: str) -> HttpResponse:
    """Close a day; where something does not add up, the page says what."""
    actor = visit(request).actor
    held, date = queries.day_of(actor, agency, day)
    try:
        close_day(actor=actor, agency_id=held.pk, day=date, now=clock.now())
        messages.success(request, _("Đã khóa sổ ngày này."))
    except (DayNotOver, LedgerWrong) as error:
        messages.error(request, error.text)
    return redirect("desk:takings-day", agency, day)
