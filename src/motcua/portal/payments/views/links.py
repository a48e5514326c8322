"""Paying for somebody else by the link he sent: without an account, and not told who he is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.decorators import csp_update
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.actions import start_redirect_by_link
from motcua.payments.enums import OrderState
from motcua.payments.errors import OrderNotOpen
from motcua.payments.queries import gateway
from motcua.payments.queries.links import link_of
from motcua.portal.payments import queries
from motcua.portal.payments.views.own import ask_gateway, asked_wallet, poll

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.payments.models import PayLink

_ENDED = 410


@never_cache
@require_safe
def shown(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what is to be paid, or that nothing is any more; what was paid is the bank's word."""
    link = link_of(token)
    fields = [(name, value) for name, values in request.GET.lists() for value in values]
    is_back = queries.came_back(fields)
    if is_back and link.order.state == OrderState.OPEN:
        ask_gateway(link.order)
        link = link_of(token)
    more = {"is_back": is_back, "was_cancelled": queries.was_cancelled(link.order, fields)}
    return _page(request, link, more)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """Send the payer to the gateway, from where he comes back to the link."""
    link = link_of(token)
    if request.method != "POST":
        return redirect("portal:pay-link", token)
    try:
        address = start_redirect_by_link(
            actor=visit(request).actor,
            link=link,
            gateway=gateway(),
            return_url=queries.link_address(link),
            language=get_language() or "vi",
            now=clock.now(),
        )
    except OrderNotOpen:
        return redirect("portal:pay-link", token)
    return HttpResponseRedirect(address, status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wallet(request: HttpRequest, token: str) -> HttpResponseBase:
    """Have a phone asked to pay from its wallet."""
    link = link_of(token)
    if request.method != "POST" or not link.is_open(clock.now()):
        return redirect("portal:pay-link", token)
    return _page(request, link, asked_wallet(request, link.order, link))


def _page(request: HttpRequest, link: PayLink, more: Mapping[str, object]) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return poll(link.order)
    page = queries.link_page(link, clock.now(), get_language() or "vi")
    is_over = not page.is_open and page.order.state != OrderState.PAID
    allowed = csp_update({"form-action": queries.gateway_origins()})
    return allowed(
        lambda asker: render(
            asker,
            "portal/payments/link.html",
            {"page": page, **more},
            status=_ENDED if is_over else 200,
        )
    )(request)
