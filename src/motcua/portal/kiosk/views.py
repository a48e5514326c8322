"""Big targets, one task a screen, and nothing left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.queries.counters import unit_called
from motcua.counters import actions
from motcua.counters.base import kiosk_rule_on, priorities_on
from motcua.counters.errors import CodeRefused, CounterNotFound
from motcua.counters.queries import board_of, kinds_of, wait_of
from motcua.counters.queries.devices import kiosk_of
from motcua.counters.queries.printing import ticket_of_unit, ticket_pdf
from motcua.identity.base import visit
from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import DomainError, NotFound
from motcua.portal.kiosk.base import make_kiosk_of
from motcua.portal.kiosk.forms import BookingForm, CodeForm
from motcua.ui.posted import form_token, token_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.counters.models import Kiosk

_TRIES, _CODES, _WINDOW = 10, 60, 600


@never_cache
@require_safe
def board(request: HttpRequest, unit: UUID) -> HttpResponse:
    """Show who is called where, big; the page asks anew by itself, scripts or not."""
    place = unit_called(unit)
    if place is None:
        raise NotFound
    now = clock.now()
    context = {"board": board_of(place, now), "unit": place, "now": now}
    return render(request, "portal/kiosk/board.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """Show what one may do here; on any other device ask for the code that makes it a kiosk."""
    found = kiosk_of(request)
    if found is not None and request.method != "POST":
        return render(request, "portal/kiosk/start.html", {"kiosk": found})
    if request.method != "POST":
        return render(request, "portal/kiosk/code.html", {"form": CodeForm()})
    return _begun(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Ask what one came for, then whether one is to be called first; give a number."""
    found = _required(request)
    now = clock.now()
    kinds = [one for one in kinds_of(found.unit_id) if one.gives_at(clock.civil(now).time())]
    chosen = next(
        (one for one in kinds if str(one.public_id) == request.POST.get("kind", "")), None
    )
    if chosen is None or "priority" not in request.POST:
        priorities = priorities_on(clock.civil_date(now)) if chosen else ()
        language = get_language() or "vi"
        context = {
            "kinds": kinds,
            "chosen": chosen,
            "priorities": [(one.code, one.name_in(language)) for one in priorities],
            "token": token_of(request.POST) or form_token(),
        }
        return render(request, "portal/kiosk/take.html", context)
    given = actions.take_ticket(
        actor=visit(request).actor,
        kind_id=chosen.public_id,
        # Of its own: no word a device sends may be the name of a booking's number.
        key=f"kiosk:{token_of(request.POST) or form_token()}",
        priority=request.POST["priority"],
        now=now,
    )
    return redirect("portal:kiosk-ticket", given.public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a booking; give the number that is called at its time."""
    found = _required(request)
    form = BookingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ratelimits.hit(
            "kiosk.booking",
            str(found.public_id),
            limit=_CODES,
            seconds=_WINDOW,
            now=clock.system_now(),
        )
        try:
            given = actions.check_in(
                actor=visit(request).actor,
                unit_id=found.unit_id,
                code=form.cleaned_data["code"],
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error("code", refusal.text)
        else:
            return redirect("portal:kiosk-ticket", given.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "portal/kiosk/come.html", {"form": form}, status=status)


@never_cache
@require_safe
def ticket(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Show a number that was just given, how long it may take, and its print."""
    given = ticket_of_unit(_required(request).unit_id, ticket_id)
    context = {"ticket": given, "waiting": wait_of(given, clock.now())}
    return render(request, "portal/kiosk/ticket.html", context)


@never_cache
@require_safe
def printed(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Send a number as a PDF 80 mm wide."""
    given = ticket_of_unit(_required(request).unit_id, ticket_id)
    shown = {"Content-Disposition": f'inline; filename="{given}.pdf"'}
    content = ticket_pdf(given, now=clock.now())
    return HttpResponse(content, content_type="application/pdf", headers=shown)


@never_cache
@require_safe
def still_there(request: HttpRequest) -> HttpResponse:
    """Ask whether somebody is still there; without an answer everything is put away."""
    _required(request)
    seconds = kiosk_rule_on(clock.civil_date(clock.now())).warning_seconds
    context = {"seconds": seconds, "back": _back(request)}
    return render(request, "portal/kiosk/warning.html", context)


@never_cache
@require_safe
def end(request: HttpRequest) -> HttpResponse:
    """Put away what the visitor left: session, cookies, what the browser kept; start anew."""
    _required(request)
    for _said in messages.get_messages(request):
        continue  # what was not shown yet lies in a cookie of its own, and is not for the next
    logout(request)
    response = HttpResponseRedirect(reverse("portal:kiosk"))
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    # Cookies are not named: the kiosk's own would go too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _begun(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    status = 422
    if form.is_valid():
        now = clock.system_now()
        address = client_address(request)
        ratelimits.hit("kiosk.code", address, limit=_TRIES, seconds=_WINDOW, now=now)
        try:
            found = actions.begin_kiosk(
                actor=visit(request).actor, code=form.cleaned_data["code"], now=clock.now()
            )
        except CodeRefused as refusal:
            form.add_error("code", refusal.text)
        else:
            response = redirect("portal:kiosk")
            make_kiosk_of(response, found)
            return response
    return render(request, "portal/kiosk/code.html", {"form": form}, status=status)


def _required(request: HttpRequest) -> Kiosk:
    found = kiosk_of(request)
    if found is None:
        raise CounterNotFound
    return found


def _back(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address if is_ours else reverse("portal:kiosk")
