"""Times that may be booked: how many, who comes when, and calling off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies.queries.counters import units_with_counters
from motcua.counters import actions
from motcua.counters.errors import BookingOver, CounterNotFound
from motcua.counters.queries import kinds_of
from motcua.counters.queries.booking import (
    closed_ahead,
    may_plan,
    out_of_hours,
    plans_of,
    procedures_booked,
    to_come_at,
)
from motcua.desk.counter.forms import PlanForm
from motcua.desk.counter.views.opening import language_of_page
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.posted import uuid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Unit

MOST_SHOWN = 200
_LONGEST = 300
_AT_ONCE = 500
_NO_REASON = gettext_lazy("Ghi lý do hủy: người đặt lịch được báo lý do này.")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bookings(request: HttpRequest) -> HttpResponse:
    """Show who comes when; heads and administrators say how many may, and call off."""
    actor = visit(request).actor
    units = units_with_counters(actor)
    if not units:
        raise NotAllowed
    if request.POST.get("act") == "plan":
        return _planned(request, units)
    if request.POST.get("act") == "off-closed":
        _called_off_closed(request, units)
        return redirect("desk:counter-bookings")
    if request.POST.get("act") == "off":
        _called_off(request)
        return redirect("desk:counter-bookings")
    return _shown(request, units)


def _planned(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    form = _form(request, units, request.POST)
    if not form.is_valid():
        return _shown(request, units, form=form, status=422)
    said = form.cleaned_data
    actions.plan_booking(
        actor=visit(request).actor,
        kind=form.chosen_kind,
        valid_from=said["valid_from"],
        minutes=said["minutes"],
        places=said["places"],
        now=clock.now(),
    )
    messages.success(request, _("Đã ghi lịch nhận hẹn."))
    return redirect("desk:counter-bookings")


def _called_off_closed(request: HttpRequest, units: Sequence[Unit]) -> None:
    """Cancel every booking at whose time the office is closed; each holder is told the reason."""
    actor, now, reason = visit(request).actor, clock.now(), _reason(request)
    if not reason:
        messages.error(request, _NO_REASON)
        return
    done = 0
    for one in closed_ahead(actor, units, now)[:_AT_ONCE]:
        try:
            actions.call_off(actor=actor, booking_id=one.public_id, reason=reason, now=now)
        except BookingOver:
            continue  # taken back by its holder meanwhile
        done += 1
    said = ngettext(
        "Đã hủy %(n)s lịch hẹn và báo từng người đặt.",
        "Đã hủy %(n)s lịch hẹn và báo từng người đặt.",
        done,
    )
    messages.success(request, said % {"n": done})


def _reason(request: HttpRequest) -> str:
    return " ".join(request.POST.get("reason", "").split())[:_LONGEST]


def _called_off(request: HttpRequest) -> None:
    """Cancel one booking with its reason, which its holder is told."""
    chosen = uuid_of(request.POST.get("booking", ""))
    reason = _reason(request)
    if chosen is None:
        raise CounterNotFound
    if not reason:
        messages.error(request, _NO_REASON)
        return
    try:
        actions.call_off(
            actor=visit(request).actor, booking_id=chosen, reason=reason, now=clock.now()
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã hủy lịch hẹn và báo người đặt."))


def _form(request: HttpRequest, units: Sequence[Unit], data: Any = None) -> PlanForm:
    actor = visit(request).actor
    own = [unit for unit in units if may_plan(actor, unit)]
    kinds = [kind for unit in own for kind in kinds_of(unit.pk)]
    today = clock.civil_date(clock.now())
    return PlanForm(kinds, data, today=today, initial={"valid_from": today})


def _shown(
    request: HttpRequest,
    units: Sequence[Unit],
    *,
    form: PlanForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, now = visit(request).actor, clock.now()
    planning = {unit.pk for unit in units if may_plan(actor, unit)}
    coming = to_come_at([unit.pk for unit in units], now)
    closed = out_of_hours(coming)
    # What somebody must see to stands in front.
    shown = sorted(coming, key=lambda one: one.pk not in closed)[:MOST_SHOWN]
    names = procedures_booked(shown, language_of_page())
    context = {
        "bookings": [
            (one, names[one.pk], one.kind.unit_id in planning, one.pk in closed) for one in shown
        ],
        "closed": len(closed),
        "may_close": any(one.kind.unit_id in planning for one in coming if one.pk in closed),
        "may_call_off": bool(planning),
        "more": max(len(coming) - MOST_SHOWN, 0),
        "plans": plans_of(kind.pk for unit in units for kind in kinds_of(unit.pk)),
        "form": (form or _form(request, units)) if planning else None,
    }
    return render(request, "desk/counter/bookings.html", context, status=status)
