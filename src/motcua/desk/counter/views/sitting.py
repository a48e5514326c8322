"""Sitting at a counter: opening it, calling people, leaving it to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.counters import actions
from motcua.counters.errors import CounterNotFound
from motcua.counters.queries import counter_for, counters_of, kinds_of, shift_of
from motcua.desk.counter import queries
from motcua.desk.counter.forms import ReceiveForm
from motcua.desk.counter.views.opening import at_counter, language_of_page
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.posted import form_token, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from motcua.kernel.actors import Actor

CAMERA = "camera=(self), microphone=(), geolocation=()"


@require_safe
@at_counter
def counters(request: HttpRequest) -> HttpResponse:
    """List the counters where one may sit; who sits at one is led there."""
    actor = visit(request).actor
    shift = shift_of(actor)
    if shift is not None and "all" not in request.GET:
        return redirect("desk:counter", shift.counter_id)
    seats = counters_of(actor, clock.now())
    return render(request, "desk/counter/counters.html", {"seats": seats})


@require_safe
@at_counter
def counter(request: HttpRequest, counter: int) -> HttpResponse:
    """Show a counter: who is called, who waits, what was begun, and the line for the next card."""
    return shown(request, counter)


@require_POST
@at_counter
def act(request: HttpRequest, counter: int) -> HttpResponse:
    """Do what a button of the counter says."""
    name = request.POST.get("act", "")
    if name == "leave":
        return _left(request, counter)
    do = _ACTS.get(name)
    if do is None:
        raise CounterNotFound
    try:
        done = do(visit(request).actor, counter, request.POST, clock.now())
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return shown(request, counter, refusal=refusal)
    if name == "come":
        said = _("Số thứ tự của người hẹn là %(number)s.")
        messages.success(request, said % {"number": done})
    if name == "close":
        messages.success(request, _("Đã đóng quầy."))
        return redirect("desk:counters")
    return redirect("desk:counter", counter)


def shown(
    request: HttpRequest,
    counter_id: int,
    *,
    form: ReceiveForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    """Draw the page of a counter; the camera may be used there."""
    actor, now, language = visit(request).actor, clock.now(), language_of_page()
    place = counter_for(actor, counter_id)
    page = queries.counter_page(actor, place, now, language)
    form = form or ReceiveForm(queries.offerings_here(place, now, language))
    context = {"page": page, "form": form, "refusal": refusal, "token": form_token(), "now": now}
    status = refusal.status if refusal else 422 if form.is_bound else 200
    response = render(request, "desk/counter/counter.html", context, status=status)
    response.headers["Permissions-Policy"] = CAMERA
    return response


def _left(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Lock the counter and end the session, so that the next signs in and nothing is left."""
    actions.leave_counter(actor=visit(request).actor, counter_id=counter_id, now=clock.now())
    for _said in messages.get_messages(request):
        continue  # what was not shown yet goes too: it lies in a cookie of its own
    logout(request)
    after = urlencode({"next": reverse("desk:counter", args=[counter_id])})
    response = HttpResponseRedirect(f"{reverse('account_login')}?{after}")
    # What the browser kept of the pages goes too, so that its Back button shows none of them.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _ticket(data: Mapping[str, str]) -> UUID:
    try:
        return UUID(data.get("ticket", ""))
    except ValueError:
        raise CounterNotFound from None


def _number(data: Mapping[str, str], name: str) -> int:
    text = data.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CounterNotFound
    return int(text)


def _give(actor: Actor, counter_id: int, data: Mapping[str, str], now: datetime) -> object:
    place = counter_for(actor, counter_id)
    kind = next(
        (one for one in kinds_of(place.unit_id) if str(one.public_id) == data.get("kind")), None
    )
    if kind is None:
        raise CounterNotFound
    return actions.take_ticket(
        actor=actor,
        kind_id=kind.public_id,
        key=f"desk:{token_of(data) or form_token()}",
        priority=data.get("priority", ""),
        now=now,
    )


def _come(actor: Actor, counter_id: int, data: Mapping[str, str], now: datetime) -> object:
    """Give whoever booked a time the number that is called then."""
    unit_id = counter_for(actor, counter_id).unit_id
    return actions.check_in(actor=actor, unit_id=unit_id, code=data.get("booking", ""), now=now)


def _simple(do: Callable[..., object]) -> Callable[..., object]:
    def act(actor: Actor, counter_id: int, _data: Mapping[str, str], now: datetime) -> object:
        return do(actor=actor, counter_id=counter_id, now=now)

    return act


def _of_ticket(do: Callable[..., object]) -> Callable[..., object]:
    return lambda actor, counter_id, data, now: do(
        actor=actor, counter_id=counter_id, ticket_id=_ticket(data), now=now
    )


def _transfer(actor: Actor, counter_id: int, data: Mapping[str, str], now: datetime) -> object:
    return actions.transfer_ticket(
        actor=actor,
        counter_id=counter_id,
        ticket_id=_ticket(data),
        to_counter_id=_number(data, "to"),
        now=now,
    )


_ACTS: dict[str, Callable[..., object]] = {
    "open": _simple(actions.open_shift),
    "pause": _simple(actions.pause_shift),
    "resume": _simple(actions.resume_shift),
    "close": _simple(actions.close_shift),
    "next": _simple(actions.call_next),
    "again": _of_ticket(actions.call_again),
    "miss": _of_ticket(actions.miss_ticket),
    "finish": _of_ticket(actions.finish_ticket),
    "back": _of_ticket(actions.call_back),
    "transfer": _transfer,
    "give": _give,
    "come": _come,
}
