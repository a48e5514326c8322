"""Choosing an office and a time, seeing what one booked, moving it, giving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters import actions
from motcua.counters.base import booking_rule_on
from motcua.counters.queries.booking import booking_of, kind_booked
from motcua.identity.base import visit
from motcua.identity.base.expired import because, signed_in
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.portal.booking import queries
from motcua.portal.booking.forms import BookForm, TimeForm
from motcua.ui.posted import form_token, token_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.counters.models import Booking

_LONGEST = 80
_WHY = gettext_lazy(
    "Đặt lịch hẹn cần đăng nhập, để giữ chỗ cho đúng người và báo được khi lịch phải đổi. "
    "Không đặt lịch, anh/chị vẫn đến lấy số thứ tự như thường."
)


@require_safe
@signed_in
def bookings(request: HttpRequest) -> HttpResponse:
    """List what one has booked, the nearest first, and what one did not come to lately."""
    actor, now = visit(request).actor, clock.now()
    page = {
        "bookings": queries.own_bookings(actor, now, _language()),
        "missed": queries.missed_bookings(actor, now, _language()),
    }
    return render(request, "portal/booking/bookings.html", page)


@require_safe
@signed_in
@because(_WHY)
def offices(request: HttpRequest) -> HttpResponse:
    """List the offices that take bookings; words narrow them."""
    words = request.GET.get("q", "")[:_LONGEST]
    found, is_more = queries.offices_found(words, clock.now())
    page = {"offices": found, "is_more": is_more, "words": words, "most": queries.MOST_OFFICES}
    return render(request, "portal/booking/offices.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@because(_WHY)
def times(request: HttpRequest, kind_id: UUID) -> HttpResponse:
    """Show the free times of a day; posting books one."""
    now, actor = clock.now(), visit(request).actor
    kind = kind_booked(kind_id)
    shown = queries.times_of(kind, request.GET.get("day", ""), now)
    offered = queries.offered_at(kind, now, _language())
    form = BookForm(shown.slots, offered, request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = actions.book(
                actor=actor,
                kind_id=kind_id,
                offering_id=int(form.cleaned_data["offering"]),
                starts_at=form.starts_at,
                key=token_of(request.POST) or form_token(),
                now=now,
            )
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            form.add_error("time", refusal.text)
            status = refusal.status
        else:
            messages.success(request, _("Đã đặt lịch hẹn."))
            return redirect("portal:booking", made.public_id)
    page = {"times": shown, "form": form, "token": token_of(request.POST) or form_token()}
    return render(request, "portal/booking/times.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def booking(request: HttpRequest, booking_id: UUID) -> HttpResponse:
    """Show a booking with its code; posting moves it or gives the place back."""
    actor, now = visit(request).actor, clock.now()
    assert actor.account_id is not None
    found = booking_of(actor.account_id, booking_id)
    shown = queries.times_of(found.kind, request.GET.get("day", ""), now)
    is_move = request.POST.get("act") == "move"
    form = TimeForm(shown.slots, request.POST if is_move else None)
    status = 422 if is_move else 200
    if request.method == "POST" and (not is_move or form.is_valid()):
        try:
            _changed(request, found, form if is_move else None)
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            messages.error(request, refusal.text)
        return redirect("portal:booking", booking_id)
    page = {
        "own": queries.own_booking(found, now, _language()),
        "times": shown,
        "form": form,
        "opens": queries.check_in_from(found, now),
        "late": booking_rule_on(clock.civil_date(now)).late_minutes,
        "is_moving": is_move or "day" in request.GET,
    }
    return render(request, "portal/booking/booking.html", page, status=status)


def _changed(request: HttpRequest, found: Booking, form: TimeForm | None) -> None:
    """Move the booking to the time that was chosen, or cancel it."""
    actor, now = visit(request).actor, clock.now()
    if form is not None:
        moment = form.starts_at
        actions.move_booking(actor=actor, booking_id=found.public_id, starts_at=moment, now=now)
        messages.success(request, _("Đã đổi giờ hẹn."))
    elif request.POST.get("act") == "cancel":
        actions.cancel_booking(actor=actor, booking_id=found.public_id, now=now)
        messages.success(request, _("Đã hủy lịch hẹn."))


def _language() -> str:
    return get_language() or "vi"
