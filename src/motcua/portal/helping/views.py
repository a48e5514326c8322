"""Pages of filing for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.queries.helping import filed_for
from motcua.identity.actions.mandates import ask_mandate, confirm_mandate, give_authority
from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.identity.queries import client_address
from motcua.identity.queries.mandates import asked_mandate, helped_by, helping as helping_me
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.portal.helping.actions import end_helping, end_helping_by_code
from motcua.portal.helping.forms import AuthorityForm, CodeForm, EndForm, OwnerForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@because()
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request: HttpRequest) -> HttpResponse:
    """Show whom one helps and by whom one is helped; posting asks to file for somebody."""
    actor, form = visit(request).actor, OwnerForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                mandate = ask_mandate(actor=actor, owner=form.owner, now=clock.now())
            except (NotFound, NotAllowed):
                raise
            except DomainError as refusal:
                form.add_error("number", refusal.text)
                status = refusal.status
            else:
                return redirect("portal:helping-confirm", mandate.public_id)
    context = {
        "form": form,
        "helped": helped_by(actor),
        "helpers": helping_me(actor),
        "dossiers": filed_for(actor),
    }
    return render(request, "portal/helping/helping.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Ask for the code that the other was sent; without a telephone for the paper."""
    actor = visit(request).actor
    if asked_mandate(actor, mandate_id).is_by_paper:
        return _by_paper(request, mandate_id)
    mandate, form, status = asked_mandate(actor, mandate_id), CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            code, now = form.cleaned_data["code"], clock.now()
            try:
                confirm_mandate(actor=actor, mandate_id=mandate_id, code=code, now=now)
            except DomainError as refusal:
                form.add_error("code", refusal.text)
                status = refusal.status
            else:
                messages.success(request, _("Đã có đồng ý. Anh/chị nộp hồ sơ hộ được."))
                return redirect("portal:helping")
    context = {"form": form, "mandate": mandate}
    return render(request, "portal/helping/confirm.html", context, status=status)


def _by_paper(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Ask for the paper of authorisation; once it is here one may file."""
    actor, now, status = visit(request).actor, clock.now(), 200
    form = AuthorityForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form, status = AuthorityForm(request.POST, request.FILES), 422
        if form.is_valid():
            try:
                kept = take_in_document(file=form.cleaned_data["authority"], now=now)
                give_authority(actor=actor, mandate_id=mandate_id, file=kept, now=now)
            except NotFound:
                raise
            except DomainError as refusal:
                form.add_error("authority", refusal.text)
                status = refusal.status
            else:
                messages.success(request, _("Đã nhận giấy ủy quyền. Anh/chị nộp hồ sơ hộ được."))
                return redirect("portal:helping")
    context = {"form": form, "mandate": asked_mandate(actor, mandate_id)}
    return render(request, "portal/helping/confirm.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Ask whether to end it; posting does."""
    actor = visit(request).actor
    own = [*helped_by(actor), *helping_me(actor)]
    mandate = next((one for one in own if one.public_id == mandate_id), None)
    if mandate is None:
        raise NotFound
    if request.method != "POST":
        return render(request, "portal/helping/end.html", {"mandate": mandate, "actor": actor})
    end_helping(actor=actor, mandate_id=mandate_id, now=clock.now())
    messages.success(request, _("Đã chấm dứt việc nộp hộ."))
    return redirect("portal:helping")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_by_code(request: HttpRequest) -> HttpResponse:
    """Let somebody without an account end it by the code he was sent."""
    form, status = EndForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                end_helping_by_code(
                    actor=visit(request).actor,
                    code=form.cleaned_data["code"],
                    address=client_address(request),
                    now=clock.now(),
                )
            except DomainError as refusal:
                form.add_error("code", refusal.text)
                status = refusal.status
            else:
                return render(request, "portal/helping/ended.html")
    return render(request, "portal/helping/end_by_code.html", {"form": form}, status=status)
