"""Paying an order: by transfer, by card, and coming back from the gateway."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING

import httpx
import structlog
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import DomainError, NotAllowed, NotFound, TooManyRequests
from motcua.payments.actions import (
    ask_wallet,
    call_links_back,
    hear_pending,
    make_link,
    start_redirect,
)
from motcua.payments.enums import OrderState
from motcua.payments.errors import EventMalformed, OrderNotOpen, ProviderMissing, SignatureWrong
from motcua.payments.queries import gateway
from motcua.payments.queries.providers import wallet as wallet_provider
from motcua.payments.queries.wallets import phone_of
from motcua.portal.payments import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.dossiers.models import Dossier
    from motcua.payments.models import Order, PayLink

log = structlog.get_logger(__name__)

_SECONDS_BETWEEN_QUESTIONS = 5
_ASKED_AN_HOUR = 5


def of_order(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view an order of one's own dossier; a stranger's is not there."""

    @never_cache
    @login_required
    @because()
    @wraps(view)
    def opened(request: HttpRequest, order_id: UUID) -> HttpResponseBase:
        return view(request, *queries.order_of(visit(request).actor, order_id))

    return opened


@require_safe
@of_order
def order(request: HttpRequest, order: Order, dossier: Dossier) -> HttpResponseBase:
    """Show what is to be paid and how; once paid, that it is."""
    return _page(request, order, dossier, "portal/payments/order.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
@of_order
def card(request: HttpRequest, order: Order, dossier: Dossier) -> HttpResponse:
    """Send the payer to the gateway; the amount is the order's."""
    del dossier
    if request.method != "POST":
        return redirect("portal:order", order.public_id)
    path = reverse("portal:order-return", args=[order.public_id])
    try:
        address = start_redirect(
            actor=visit(request).actor,
            order_id=order.pk,
            gateway=gateway(),
            return_url=settings.PORTAL_URL + path,
            language=get_language() or "vi",
            now=clock.now(),
        )
    except OrderNotOpen:
        return redirect("portal:order", order.public_id)
    return HttpResponseRedirect(address, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@of_order
def wallet(request: HttpRequest, order: Order, dossier: Dossier) -> HttpResponseBase:
    """Have a phone asked to pay from its wallet; what was refused is said at the field."""
    if request.method != "POST":
        return redirect("portal:order", order.public_id)
    more = asked_wallet(request, order, None)
    return _page(request, order, dossier, "portal/payments/order.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
@of_order
def link(request: HttpRequest, order: Order, dossier: Dossier) -> HttpResponse:
    """Make the link by which somebody else may pay, or call it back."""
    del dossier
    if request.method == "POST":
        do = call_links_back if "_back" in request.POST else make_link
        with suppress(OrderNotOpen):
            do(actor=visit(request).actor, order_id=order.pk, now=clock.now())
    return redirect("portal:order", order.public_id)


def asked_wallet(request: HttpRequest, order: Order, link: PayLink | None) -> dict[str, object]:
    """Have the phone that was typed asked to pay; give what the page says of it.

    A phone is asked a few times an hour only, whoever types it. Raises `TooManyRequests`.
    """
    try:
        phone = phone_of(request.POST.get("phone", ""))
        now, wait = clock.system_now(), 3600
        ratelimits.hit("payments.wallet", phone, limit=_ASKED_AN_HOUR, seconds=wait, now=now)
        ask_wallet(
            actor=visit(request).actor,
            order_id=order.pk,
            phone=phone,
            wallet=wallet_provider(),
            now=clock.now(),
            link=link,
        )
    except (NotFound, NotAllowed, TooManyRequests):
        raise
    except DomainError as error:
        problems = [("phone", error.text)]
        return {"problems": problems, "typed": request.POST.get("phone", "")}
    return {"was_asked": True}


@require_safe
@of_order
def back(request: HttpRequest, order: Order, dossier: Dossier) -> HttpResponseBase:
    """Say where the payer is; what was paid is the gateway's word alone, and it is asked for."""
    if order.state == OrderState.OPEN:
        ask_gateway(order)
        order, dossier = queries.order_of(visit(request).actor, order.public_id)
    fields = [(name, value) for name, values in request.GET.lists() for value in values]
    more = {"was_cancelled": queries.was_cancelled(order, fields)}
    return _page(request, order, dossier, "portal/payments/return.html", more)


def poll(order: Order) -> HttpResponse:
    """Answer the script that waits on the page: nothing new, or load the page anew."""
    if order.state == OrderState.OPEN:
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _page(
    request: HttpRequest, order: Order, dossier: Dossier, template: str, more: Mapping[str, object]
) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return poll(order)
    page = queries.order_page(order, dossier, clock.now(), get_language() or "vi")
    # A redirect after a form post is a form action too: the gateway, and nothing else, is allowed.
    allowed = csp_update({"form-action": queries.gateway_origins()})
    return allowed(lambda asker: render(asker, template, {"page": page, **more}))(request)


def ask_gateway(order: Order) -> None:
    """Ask for the truth about open attempts, for each order once in a few seconds."""
    now = clock.system_now()
    key, wait = str(order.pk), _SECONDS_BETWEEN_QUESTIONS
    try:
        ratelimits.hit("payments.ask", key, limit=1, seconds=wait, now=now)
        hear_pending(gateway=gateway(), order=order, now=clock.now())
    except TooManyRequests:
        return
    except (httpx.HTTPError, ProviderMissing, SignatureWrong, EventMalformed) as error:
        log.warning("payments.gateway_silent", error=type(error).__name__)
