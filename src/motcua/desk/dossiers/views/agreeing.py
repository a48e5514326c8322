"""What a second person says to a proposed act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.desk.dossiers.views.confirming import before_agreeing
from motcua.desk.dossiers.views.opening import of_dossier, way_back
from motcua.desk.dossiers.views.reading import page_of
from motcua.dossiers import actions
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier

NO = "_no"


@require_POST
@of_dossier
def decide(request: HttpRequest, dossier: Dossier, proposal_id: UUID) -> HttpResponse:
    """Agree to what is proposed, which does it; or say no, with the reason."""
    common: dict[str, Any] = {
        "actor": visit(request).actor,
        "dossier_id": dossier.pk,
        "proposal_id": proposal_id,
        "now": clock.now(),
    }
    if NO not in request.POST:
        before_agreeing(request, dossier)
    try:
        if NO in request.POST:
            actions.disagree(**common, reason=request.POST.get("reason", "")[:2000])
        else:
            actions.agree(**common)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        dossier.refresh_from_db()
        return page_of(request, dossier, refusal)
    messages.success(request, _("Đã ghi ý kiến của anh/chị."))
    return redirect(way_back(request, dossier))
