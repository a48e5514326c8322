"""Rating: by the link that was sent, by a code on an office's device, from one's own dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters.queries.devices import kiosk_of
from motcua.dossiers.queries.wording import procedure_name
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in
from motcua.identity.queries import client_address
from motcua.kernel import clock
from motcua.kernel.errors import TooManyRequests
from motcua.portal.voice.forms import KioskCodeForm, RatingForm, RatingLinkForm
from motcua.voice import actions
from motcua.voice.enums import RatingWay
from motcua.voice.errors import RatingClosed, RatingIncomplete
from motcua.voice.queries.asking import sheet_for

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from motcua.counters.models import Kiosk
    from motcua.voice.actions import Opened

asks = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@asks
def asked(request: HttpRequest) -> HttpResponse:
    """Ask which dossier: on an office's device for the counter's code, elsewhere for its own.

    A counter's code opens the questions there. A dossier's own has a link sent to who filed it.
    """
    device = kiosk_of(request)
    form = (KioskCodeForm if device else RatingLinkForm)(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form)
    try:
        if device is None:
            return _sent(request, form)
        return _begun(request, form, device)
    except RatingClosed as refusal:
        form.add_error(None, refusal.text)
        return _asked(request, form)
    except TooManyRequests as refusal:
        form.add_error(None, refusal.text)
        response = _asked(request, form, 429)
        response["Retry-After"] = str(refusal.details["retry_after"])
        return response


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say where the link went, in words that tell nothing of the dossier."""
    return render(request, "portal/voice/link_sent.html")


@never_cache
@asks
def sheet(request: HttpRequest) -> HttpResponse:
    """Take the rating of who came with a code; read by itself it leads to where codes are asked.

    What was opened on an office's device is answered on one.
    """
    grant = request.POST.get("grant", "")
    if request.method != "POST" or not grant:
        return redirect("portal:rating")
    opened = actions.reopen(grant)
    if opened.way == RatingWay.COUNTER and kiosk_of(request) is None:
        raise RatingClosed
    return _sheet(request, opened, reverse("portal:rating-sheet"))


@never_cache
@asks
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions to who has the link, and take the answers."""
    return _sheet(request, actions.open_by_link(token=token, now=clock.now()), request.path)


@never_cache
@asks
@signed_in
def of_dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Rate one's own dossier; one that cannot be rated any more leads back to it."""
    try:
        opened = actions.open_by_account(actor=visit(request).actor, dossier_id=dossier_id)
    except RatingClosed:
        return redirect("portal:dossier", dossier_id)
    return _sheet(request, opened, request.path)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank, and say what becomes of it."""
    return render(request, "portal/voice/thanks.html")


def _sheet(
    request: HttpRequest, opened: Opened, action: str, *, is_fresh: bool = False
) -> HttpResponse:
    """Ask the questions of a rating, or take the answers and thank."""
    questions = sheet_for(opened.invitation_id, clock.now())
    is_answered = request.method == "POST" and not is_fresh
    form = RatingForm(questions, request.POST if is_answered else None)
    status = 200
    if is_answered:
        status = 422
        if form.is_valid():
            return _rated(opened, form)
    language = get_language() or "vi"
    page = {
        "form": form,
        "sheet": questions,
        "known": [(row.index.say_question(language), row.say(language)) for row in questions.known],
        "procedure": procedure_name(questions.dossier, language),
        "action": action,
        "grant": opened.grant,
    }
    return render(request, "portal/voice/rating.html", page, status=status)


def _rated(opened: Opened, form: RatingForm) -> HttpResponse:
    comment = form.cleaned_data["comment"]
    try:
        actions.rate(opened=opened, said=form.said, comment=comment, now=clock.now())
    except RatingIncomplete:
        raise RatingClosed from None
    return redirect("portal:rating-thanks")


def _sent(request: HttpRequest, form: Form) -> HttpResponse:
    actions.send_link_again(
        code=form.cleaned_data["code"],
        four=form.cleaned_data["four"],
        address=client_address(request),
        now=clock.now(),
    )
    return redirect("portal:rating-sent")


def _begun(request: HttpRequest, form: Form, device: Kiosk) -> HttpResponse:
    opened = actions.open_on_kiosk(
        code=form.cleaned_data["code"],
        agency_id=device.unit.agency_id,
        address=client_address(request),
        now=clock.now(),
    )
    return _sheet(request, opened, reverse("portal:rating-sheet"), is_fresh=True)


def _asked(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    page = {"form": form, "is_kiosk": isinstance(form, KioskCodeForm)}
    return render(request, "portal/voice/code.html", page, status=status)
