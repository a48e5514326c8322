"""Beginning a form, and throwing a draft away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.dossiers import actions
from motcua.dossiers.actions.helping import start_draft_for
from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.identity.queries.mandates import helped_by
from motcua.kernel import clock
from motcua.portal.drafts import queries
from motcua.portal.drafts.forms import chosen_mandate, chosen_office
from motcua.portal.drafts.views.opening import language_of_page, of_draft

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Draft

_WHY = gettext_lazy(
    "Nộp trực tuyến cần đăng nhập: hồ sơ đứng tên anh/chị, và bản viết dở được giữ lại."
)


@never_cache
@login_required
@because(_WHY)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the form will go and in whose name; posting begins it."""
    actor, now, language = visit(request).actor, clock.now(), language_of_page()
    begin = queries.start_of(actor, code, chosen_office(request.GET), now, language)
    if request.method != "POST":
        page = {"begin": begin, "helped": helped_by(actor)}
        return render(request, "portal/drafts/start.html", page)
    mandate = chosen_mandate(request.POST)
    if mandate is not None:
        draft = start_draft_for(
            actor=actor,
            offering_id=begin.office.id,
            mandate_id=mandate,
            language=language,
            now=now,
        )
        return redirect("portal:draft", draft.public_id)
    draft = actions.start_draft(
        actor=actor, offering_id=begin.office.id, language=language, answers={}, now=now
    )
    return redirect("portal:draft", draft.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def discard(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask whether to throw a draft away; posting does it."""
    if request.method != "POST":
        return render(request, "portal/drafts/discard.html", {"draft": draft})
    actions.discard_draft(actor=visit(request).actor, draft_id=draft.public_id)
    messages.success(request, _("Đã xóa bản nháp cùng các tệp của nó."))
    return redirect("portal:my")
