"""What other agencies ask of one's own, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.dossiers import actions
from motcua.dossiers.queries.opinions import asked_of_us
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """List the open questions of other agencies, the most urgent first."""
    actor = visit(request).actor
    if actor.kind != "official" or not actor.powers:
        raise NotAllowed
    return _page(request)


@never_cache
@login_required
@require_POST
def answer(request: HttpRequest, opinion_id: UUID) -> HttpResponse:
    """Give one's agency's opinion; what was typed stays where it is refused."""
    text = request.POST.get("answer", "")[:2000]
    try:
        actions.answer_agency(
            actor=visit(request).actor, opinion_id=opinion_id, answer=text, now=clock.now()
        )
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        return _page(request, refusal, {opinion_id: text})
    messages.success(request, _("Đã gửi ý kiến."))
    return redirect("desk:asked")


def _page(
    request: HttpRequest,
    refusal: DomainError | None = None,
    typed: dict[UUID, str] | None = None,
) -> HttpResponse:
    rows = asked_of_us(visit(request).actor, clock.now(), get_language() or "vi")
    shown = [(row, (typed or {}).get(row.public_id, "")) for row in rows]
    context = {"rows": shown, "refusal": refusal.text if refusal else ""}
    status = refusal.status if refusal else 200
    return render(request, "desk/keeping/asked.html", context, status=status)
