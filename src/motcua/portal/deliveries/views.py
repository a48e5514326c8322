"""Choosing how a result comes, having papers fetched, and paying the postage."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.deliveries.queries import is_offered
from motcua.dossiers.actions import posting
from motcua.dossiers.actions.papers_by_post import send_by_post, send_files
from motcua.dossiers.actions.wishing import wish_return
from motcua.dossiers.enums import ErrandKind, ReturnWay
from motcua.dossiers.queries import dossier_for, draft_for
from motcua.dossiers.queries.errands import (
    errand_of,
    post_page,
    prices,
    wish_of,
)
from motcua.dossiers.queries.papers_by_post import envelope_of, is_postable, posted_in
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotFound
from motcua.portal.deliveries.forms import (
    DoorForm,
    ReturnForm,
    Sending,
    SendingForm,
    known_door,
    sent_by,
)
from motcua.portal.deliveries.queries import door_of_dossier, door_of_draft
from motcua.ui.paper import qr_for_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier, Draft
    from motcua.kernel.actors import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def returning(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask how the result is to come; posting says it, and leads to postage that is due."""
    dossier, now = dossier_for(visit(request).actor, dossier_id), clock.now()
    post = post_page(dossier, now)
    if not post.may_choose:
        return redirect("portal:dossier", dossier.public_id)
    today = clock.civil_date(now)
    if request.method != "POST":
        known = {**door_of_dossier(dossier, today), **known_door(post.errand)}
        return _shown(request, dossier, ReturnForm(today=today, initial=known), "returning")
    form = ReturnForm(request.POST, today=today)
    choose = partial(
        posting.choose_return, actor=visit(request).actor, dossier_id=dossier.pk, now=now
    )
    if not _chosen(form, choose):
        return _shown(request, dossier, form, "returning")
    messages.success(request, _("Đã ghi cách nhận kết quả."))
    return _onward(dossier)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def collecting(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask where the post fetches papers; posting asks the post, and leads to the postage."""
    dossier, now = dossier_for(visit(request).actor, dossier_id), clock.now()
    if not dossier.is_open or not post_page(dossier, now).is_offered:
        return redirect("portal:dossier", dossier.public_id)
    today = clock.civil_date(now)
    if request.method != "POST":
        known = {
            **door_of_dossier(dossier, today),
            **known_door(errand_of(dossier, ErrandKind.COLLECT)),
        }
        return _shown(request, dossier, DoorForm(today=today, initial=known), "collecting")
    form = DoorForm(request.POST, today=today)
    address = form.address if form.is_valid() else None
    if address is None:
        return _shown(request, dossier, form, "collecting")
    try:
        posting.ask_collection(
            actor=visit(request).actor, dossier_id=dossier.pk, address=address, now=now
        )
    except NotFound:
        raise
    except DomainError as refusal:
        form.add_error("place", refusal.text)
        return _shown(request, dossier, form, "collecting")
    messages.success(request, _("Đã nhờ bưu chính đến lấy giấy tờ."))
    return _onward(dossier)


@require_POST
@signed_in
def postage(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Lead to the postage that is due, a fresh order where the last has expired."""
    dossier = dossier_for(visit(request).actor, dossier_id)
    order = posting.pay_postage(actor=visit(request).actor, dossier_id=dossier.pk, now=clock.now())
    return redirect("portal:order", order.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def wishing(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask before filing how the result is to come; posting says it and goes back to the look."""
    draft, now = draft_for(visit(request).actor, draft_id), clock.now()
    if draft.dossier is not None:
        return redirect("portal:filed", draft.dossier.public_id)
    today = clock.civil_date(now)
    if request.method != "POST":
        known = {**door_of_draft(draft, clock.civil_date(now)), **known_door(wish_of(draft))}
        return _wished(request, draft, ReturnForm(today=today, initial=known))
    form = ReturnForm(request.POST, today=today)
    wish = partial(wish_return, actor=visit(request).actor, draft_id=draft.public_id, now=now)
    if not _chosen(form, wish):
        return _wished(request, draft, form)
    return redirect(f"{reverse('portal:draft-check', args=[draft.public_id])}#returning")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sending(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask before filing how papers are to be sent; posting says it and goes back to the look."""
    actor, now = visit(request).actor, clock.now()
    draft = draft_for(actor, draft_id)
    if draft.dossier is not None:
        return redirect("portal:filed", draft.dossier.public_id)
    if not is_postable(draft):
        raise NotFound
    near, far = prices(draft.offering.agency, now, ErrandKind.COLLECT)
    fetches = is_offered(now) and bool(near or far)
    by: dict[str, Any] = {"today": clock.civil_date(now), "fetches": fetches}
    form = SendingForm(request.POST if request.method == "POST" else None, **by)
    if request.method != "POST":
        posted = posted_in(draft)
        known = (posted.address if posted else None) or door_of_draft(draft, clock.civil_date(now))
        form = SendingForm(initial={"way": sent_by(posted), **known}, **by)
    elif _sent(form, actor, draft, now):
        return redirect(f"{reverse('portal:draft-check', args=[draft.public_id])}#sending")
    page = {"draft": draft, "form": form, "near": near, "far": far, **by}
    status = 422 if form.is_bound else 200
    return render(request, "portal/deliveries/sending.html", page, status=status)


@require_safe
@signed_in
def envelope(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the cover sheet to print: the code, the office, and what lies in the envelope."""
    dossier = dossier_for(visit(request).actor, dossier_id)
    found = envelope_of(dossier, get_language() or "vi")
    if found is None:
        raise NotFound
    qr = mark_safe(qr_for_page(dossier.code))  # noqa: S308 - our own drawing of a code
    return render(request, "portal/deliveries/envelope.html", {"envelope": found, "qr": qr})


def _sent(form: SendingForm, actor: Actor, draft: Draft, now: datetime) -> bool:
    """Say how papers go as a right form says; a rule that was broken is said beside it."""
    if not form.is_valid():
        return False
    by: dict[str, Any] = {"actor": actor, "draft_id": draft.public_id, "now": now}
    try:
        if form.cleaned_data["way"] == Sending.FILES:
            send_files(**by)
        else:
            send_by_post(address=form.address, **by)
    except NotFound:
        raise
    except DomainError as refusal:
        form.add_error("way", refusal.text)
        return False
    return True


def _chosen(form: ReturnForm, choose: Callable[..., object]) -> bool:
    """Choose the way a right form says; a rule that was broken is said beside it."""
    if not form.is_valid():
        return False
    try:
        choose(way=ReturnWay(form.cleaned_data["way"]), address=form.address)
    except NotFound:
        raise
    except DomainError as refusal:
        form.add_error("way", refusal.text)
        return False
    return True


def _wished(request: HttpRequest, draft: Draft, form: ReturnForm) -> HttpResponse:
    now = clock.now()
    near, far = prices(draft.offering.agency, now)
    page = {"draft": draft, "form": form, "near": near, "far": far, "is_offered": is_offered(now)}
    status = 422 if form.is_bound else 200
    return render(request, "portal/deliveries/wishing.html", page, status=status)


def _onward(dossier: Dossier) -> HttpResponse:
    """Lead to the postage where some is due, else back to the dossier."""
    order = post_page(dossier, clock.now()).order
    if order is not None:
        return redirect("portal:order", order.public_id)
    return redirect("portal:dossier", dossier.public_id)


def _shown(request: HttpRequest, dossier: Dossier, form: DoorForm, page: str) -> HttpResponse:
    kind = ErrandKind.COLLECT if page == "collecting" else ErrandKind.RETURN
    near, far = prices(dossier.agency, clock.now(), kind)
    context = {
        "dossier": dossier,
        "form": form,
        "near": near,
        "far": far,
        "is_offered": post_page(dossier, clock.now()).is_offered,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"portal/deliveries/{page}.html", context, status=status)
