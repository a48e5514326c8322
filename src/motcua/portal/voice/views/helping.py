"""Help: guidance to read, a message to the help desk, and who looked at one's drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import DomainError
from motcua.portal.voice import queries
from motcua.portal.voice.forms import HelpForm
from motcua.ui.posted import form_token, token_of, uuid_of
from motcua.voice.actions.helping import HelpFacts, ask_for_help, end_looks
from motcua.voice.enums import HelpChannel
from motcua.voice.queries.guidance import guidance
from motcua.voice.queries.helping import asked_lately, looks_of, open_looks

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_ASKED_AN_HOUR, _HOUR = 10, 3600


@never_cache
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the guidance, narrowed by words."""
    words, language = request.GET.get("q", "")[:80].replace("\0", ""), get_language() or "vi"
    rows = [(row.code, row.ask(language), row.reply(language)) for row in guidance(words)]
    page = {"nav": "help", "rows": rows, "words": words}
    return render(request, "portal/voice/guidance.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask what one needs help with; posting makes it a request with a deadline."""
    now = clock.now()
    choices = queries.agency_choices(now, get_language() or "vi")
    form = HelpForm(choices, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or request.POST.get("website"):
        status = 422 if request.method == "POST" else 200
        return _asking(request, form, status)
    given = form.cleaned_data
    address = client_address(request)
    try:
        ratelimits.hit("voice.ask", address, limit=_ASKED_AN_HOUR, seconds=_HOUR, now=now)
        contact = {key: given[key] for key in ("name", "phone", "email")}
        facts = HelpFacts(
            given["agency"],
            HelpChannel.MESSAGE,
            given["text"],
            language=get_language() or "vi",
            key=token_of(request.POST),
            **contact,
        )
        made = ask_for_help(actor=visit(request).actor, facts=facts, now=now)
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return _asking(request, form, refusal.status)
    return redirect(f"{reverse('portal:help-asked')}?yeu-cau={made.public_id}")


def _asking(request: HttpRequest, form: HelpForm, status: int) -> HttpResponse:
    page = {"nav": "help", "form": form, "token": form_token()}
    return render(request, "portal/voice/help.html", page, status=status)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that the message arrived, under which code, and by when it is answered."""
    named = uuid_of(request.GET.get("yeu-cau", ""))
    row = asked_lately(named, clock.now()) if named else None
    return render(request, "portal/voice/help_asked.html", {"nav": "help", "row": row})


@never_cache
@login_required
@because()
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """List who of the help desk looked at one's drafts, and who may look now."""
    actor, language = visit(request).actor, get_language() or "vi"
    page = {"rows": looks_of(actor, language), "open": open_looks(actor, clock.now(), language)}
    return render(request, "portal/voice/looks.html", page)


@never_cache
@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Close one's drafts to the help desk at once."""
    end_looks(actor=visit(request).actor, now=clock.now())
    messages.success(request, _("Đã dừng. Tổng đài không còn xem được bản nháp của anh/chị."))
    return redirect("portal:help-looks")
