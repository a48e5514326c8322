"""Acts upon many dossiers: one page that asks, one page of results; no scripts needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from motcua.desk.bulk import queries
from motcua.desk.bulk.actions import Order, act_on_many
from motcua.dossiers.queries.handling import Act
from motcua.identity.base import visit
from motcua.identity.queries import require_confirmed
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

CONFIRM = "_confirm"


@require_POST
@never_cache
@login_required
def many(request: HttpRequest) -> HttpResponse:
    """Ask before an act upon the ticked dossiers; confirmed, do it and tell what came of each."""
    act = queries.act_called(request.POST.get("act", ""))
    if act is None:
        return HttpResponseBadRequest()
    ids = queries.ids_from(request.POST.getlist("d"))
    if not ids:
        messages.info(request, _("Anh/chị chọn ít nhất một hồ sơ."))
        return redirect(f"{reverse('desk:queue')}?{queries.trail_of(request.GET)}")
    if CONFIRM in request.POST and (act is not Act.ASSIGN or _taker(request)):
        if act is Act.APPROVE:
            _require_confirmed(request, ids)
        return _done(request, act, ids)
    return _asked(request, act, ids)


def _require_confirmed(request: HttpRequest, ids: Sequence[UUID]) -> None:
    """Ask who signs for a second factor, unless it was proved a moment ago."""
    lead = _("Anh/chị sắp ký kết quả của các hồ sơ sau, như đã được cho xem ở trang trước.")
    back = f"{reverse('desk:queue')}?{queries.trail_of(request.GET)}"
    require_confirmed(request, lead, queries.codes_of(visit(request).actor, ids), back)


def _asked(request: HttpRequest, act: Act, ids: Sequence[UUID]) -> HttpResponse:
    actor = visit(request).actor
    pairs = {**request.GET.dict(), "lang": get_language() or "vi"}
    page = queries.sure(actor, act, ids, pairs, clock.now())
    is_unnamed = CONFIRM in request.POST
    context = {"page": page, "is_unnamed": is_unnamed, "reason": request.POST.get("reason", "")}
    return render(request, "desk/bulk/sure.html", context, status=422 if is_unnamed else 200)


def _done(request: HttpRequest, act: Act, ids: Sequence[UUID]) -> HttpResponse:
    values: dict[str, Any] = {}
    if act is Act.ASSIGN:
        values = {"to": _taker(request), "reason": request.POST.get("reason", "")[:300]}
    seen = {one: request.POST.get(f"seen-{one}", "")[:60] for one in ids}
    order = Order(act, values, request.POST.get("token", "")[:64], seen)
    outcomes = act_on_many(actor=visit(request).actor, order=order, public_ids=ids, now=clock.now())
    done = [str(one.public_id) for one in outcomes if one.is_done]
    context = {
        "act": act,
        "outcomes": outcomes,
        "done": len(done),
        "refused": len(outcomes) - len(done),
        "progress": urlencode({"d": done}, doseq=True) if act is Act.APPROVE else "",
        "trail": queries.trail_of(request.GET),
    }
    return render(request, "desk/bulk/results.html", context)


def _taker(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("to", ""))
    except ValueError:
        return None
