"""What one may do with a dossier: pay, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.dossiers.queries.holdings import may_withdraw
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.queries import orders_of
from motcua.portal.dossiers.forms import WithdrawalForm
from motcua.portal.dossiers.views.opening import of_dossier

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from motcua.dossiers.models import Dossier


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
