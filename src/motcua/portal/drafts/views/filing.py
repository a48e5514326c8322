"""The last look, and filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from motcua.deliveries.errors import NoRate
from motcua.dossiers.actions.wishing import submit_as_wished
from motcua.dossiers.errors import AnswersInvalid, OutageLasts, PapersMissing, PapersUnsigned
from motcua.dossiers.queries.helping import owner_of
from motcua.dossiers.queries.outage_banners import banner_at_offering
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.portal.drafts import queries
from motcua.portal.drafts.views.opening import in_language, language_of_page, of_draft
from motcua.ui.fields import Press
from motcua.ui.posted import pressed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Draft


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show everything that will be filed; posting files it, once however often it is posted."""
    button = pressed(request.POST)
    if button.press is Press.LANGUAGE:
        return in_language(request, draft, button.target)
    if request.method != "POST":
        return _show(request, draft)
    try:
        filed = submit_as_wished(
            actor=visit(request).actor, draft_id=draft.public_id, now=clock.now()
        )
    except (AnswersInvalid, NoRate, PapersMissing, PapersUnsigned):
        return _show(request, draft)
    except OutageLasts as refusal:
        return _show(request, draft, status=refusal.status)
    return redirect("portal:filed", filed.public_id)


def _show(request: HttpRequest, draft: Draft, *, status: int = 200) -> HttpResponse:
    look = queries.last_look_of(draft, clock.now(), language_of_page())
    page = {"look": look, "form_id": "questions", "owner": owner_of(draft)}
    page["outage"] = banner_at_offering(draft.offering_id, clock.now())
    return render(request, "portal/drafts/check.html", page, status=status)
