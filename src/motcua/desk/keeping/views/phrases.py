"""Ready phrases: listed, written and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.keeping.forms import PhraseForm
from motcua.desk.keeping.queries import place_of, places_of_phrases
from motcua.dossiers.actions.keeping import PhraseFacts, remove_phrase, write_phrase
from motcua.dossiers.enums import PhraseUse
from motcua.dossiers.errors import PhraseNotFound
from motcua.dossiers.queries.keeping import phrases_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

asks = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@asks
def phrases(request: HttpRequest) -> HttpResponse:
    """List the phrases of one's offices; posting writes another."""
    return _page(request, None)


@never_cache
@login_required
@asks
def phrase(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Write a phrase anew."""
    return _page(request, phrase_id)


def _page(request: HttpRequest, phrase_id: UUID | None) -> HttpResponse:
    actor, language = visit(request).actor, get_language() or "vi"
    places = places_of_phrases(actor, language)
    if not places:
        raise NotAllowed
    rows = phrases_of(actor)
    initial: dict[str, str] = {"use": PhraseUse.SUPPLEMENT, "whose": places[-1][0]}
    if phrase_id is not None:
        row = next((one for one in rows if one.public_id == phrase_id), None)
        if row is None:
            raise PhraseNotFound
        whose = f"{row.agency_id}:{row.unit_id or ''}"
        initial = {"use": row.use, "whose": whose, "title": row.title, "text": row.text}
    form = PhraseForm(places, request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        _write(request, form, phrase_id)
        messages.success(request, _("Đã lưu câu mẫu."))
        return redirect("desk:phrases")
    context = {"form": form, "rows": rows, "is_one": phrase_id is not None}
    status = 422 if form.is_bound else 200
    return render(request, "desk/keeping/phrases.html", context, status=status)


def _write(request: HttpRequest, form: PhraseForm, phrase_id: UUID | None) -> None:
    data = form.cleaned_data
    agency, unit = place_of(data["whose"])
    facts = PhraseFacts(PhraseUse(data["use"]), data["title"], data["text"], agency, unit)
    actor, now = visit(request).actor, clock.now()
    write_phrase(actor=actor, facts=facts, now=now, phrase_id=phrase_id)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Take a phrase away."""
    remove_phrase(actor=visit(request).actor, phrase_id=phrase_id, now=clock.now())
    messages.success(request, _("Đã bỏ câu mẫu."))
    return redirect("desk:phrases")
