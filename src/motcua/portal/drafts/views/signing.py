"""Signing on the page of papers: the document, the code, the remote service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from motcua.dossiers.actions.filer_signing import (
    confirm_signing_code,
    send_signing_code,
    sign_by_remote_service,
)
from motcua.dossiers.queries.signatures import document_to_sign
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError
from motcua.portal.drafts.views.opening import of_draft

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.queries.paper_sheet import Errors

SEND, CONFIRM, REMOTE = "_sign_code", "_sign_confirm", "_sign_remote"


@require_safe
@of_draft
def form(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """Give the PDF that is to be signed, as it stands by the answers given."""
    del request
    content = document_to_sign(draft, code, clock.now())
    disposition = f'attachment; filename="{code}.pdf"'
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": disposition})


def is_signing(request: HttpRequest) -> bool:
    """Say whether a button of signing was pressed."""
    return any(name in request.POST for name in (SEND, CONFIRM, REMOTE))


def sign(request: HttpRequest, draft: Draft) -> Errors:
    """Do what a button of signing asks; give why it was refused, by paper."""
    name = next(name for name in (SEND, CONFIRM, REMOTE) if name in request.POST)
    paper = request.POST[name]
    try:
        messages.success(request, _DO[name](request, draft, paper))
    except DomainError as refusal:
        return {paper: (refusal.text,)}
    return {}


def _send(request: HttpRequest, draft: Draft, paper: str) -> str:
    actor = visit(request).actor
    send_signing_code(actor=actor, draft_id=draft.public_id, paper_code=paper, now=clock.now())
    return _("Đã gửi mã. Anh/chị nhập mã nhận được để ký.")


def _confirm(request: HttpRequest, draft: Draft, paper: str) -> str:
    confirm_signing_code(
        actor=visit(request).actor,
        draft_id=draft.public_id,
        paper_code=paper,
        code=request.POST.get(f"code.{paper}", "")[:12],
        now=clock.now(),
    )
    return _("Đã ký.")


def _remote(request: HttpRequest, draft: Draft, paper: str) -> str:
    actor = visit(request).actor
    sign_by_remote_service(actor=actor, draft_id=draft.public_id, paper_code=paper, now=clock.now())
    return _("Đã ký.")


_DO = {SEND: _send, CONFIRM: _confirm, REMOTE: _remote}
