"""What one may do with a dossier: complete, pay, withdraw, rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.dossiers.queries.holdings import may_withdraw, rating_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.queries import orders_of
from motcua.portal.dossiers import queries
from motcua.portal.dossiers.actions import complete, keep_files
from motcua.portal.dossiers.forms import RatingForm, WithdrawalForm
from motcua.portal.dossiers.queries.completions import Completion, read_completion
from motcua.portal.dossiers.views.opening import of_dossier
from motcua.ui.fields import Press
from motcua.ui.language import remember

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from motcua.dossiers.models import Dossier


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def supplement(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Show only what was listed; posting keeps files, and answers when nothing is wrong."""
    if request.method != "POST":
        return _reopened(request, dossier, Completion())
    actor, now = visit(request).actor, clock.now()
    given = read_completion(dossier, request.POST, now)
    given = keep_files(actor=actor, dossier=dossier, completion=given, files=request.FILES, now=now)
    if given.button.press is not Press.NEXT:
        return _reopened(request, dossier, given)
    judged = complete(actor=actor, dossier=dossier, completion=given, now=now)
    if not judged.is_complete:
        return _reopened(request, dossier, judged)
    messages.success(request, _("Cơ quan đã nhận phần bổ sung của anh/chị."))
    return redirect("portal:dossier", dossier.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def withdraw(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Ask whether to take the dossier back; posting does it."""
    form = WithdrawalForm(_posted(request))
    if not may_withdraw(dossier):
        return redirect("portal:dossier", dossier.public_id)
    if request.method != "POST" or not form.is_valid():
        page = {"dossier": dossier, "form": form}
        return render(request, "portal/dossiers/withdraw.html", page)
    actions.withdraw(
        actor=visit(request).actor,
        dossier_id=dossier.pk,
        reason=form.cleaned_data["reason"],
        now=clock.now(),
    )
    messages.success(request, _("Anh/chị đã rút hồ sơ."))
    return redirect("portal:dossier", dossier.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def rating(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Ask how one was served; posting says it, once."""
    form = RatingForm(_posted(request))
    if dossier.is_open or rating_of(dossier) is not None:
        return redirect("portal:dossier", dossier.public_id)
    if request.method != "POST" or not form.is_valid():
        page = {"dossier": dossier, "form": form}
        return render(request, "portal/dossiers/rating.html", page)
    actor, now = visit(request).actor, clock.now()
    actions.rate(actor=actor, dossier_id=dossier.pk, now=now, **form.cleaned_data)
    messages.success(request, _("Cảm ơn anh/chị đã đánh giá."))
    return redirect("portal:dossier", dossier.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_dossier
def pay(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Lead to what is to be paid; posting makes out an order where none may be paid any more."""
    now = clock.now()
    order = next((row for row in orders_of("dossier", dossier.pk) if row.is_payable(now)), None)
    if order is None and request.method == "POST":
        order = actions.open_due_order(actor=visit(request).actor, dossier_id=dossier.pk, now=now)
    if order is None:
        return redirect("portal:dossier", dossier.public_id)
    return redirect("portal:order", order.public_id)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _reopened(request: HttpRequest, dossier: Dossier, given: Completion) -> HttpResponse:
    chosen = given.button.target if given.button.press is Press.LANGUAGE else ""
    with translation.override(chosen or get_language()):
        language = get_language() or "vi"
        page = queries.reopened_for(visit(request).actor, dossier, clock.now(), language, given)
        if page is None:
            return redirect("portal:dossier", dossier.public_id)
        context = {"page": page, "form_id": "questions"}
        response = render(request, "portal/dossiers/supplement.html", context)
    remember(response, chosen)
    return response
