"""Feedback: giving it, following it by a code, and reading what others were answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters.queries.devices import counted_as
from motcua.dossiers.actions.looking_up import look_up
from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.identity.queries import client_address
from motcua.kernel import clock, ratelimits
from motcua.kernel.errors import DomainError, TooManyRequests
from motcua.portal.voice import queries
from motcua.portal.voice.forms import FeedbackForm, FollowForm, ReopenForm
from motcua.ui.posted import form_token, token_of
from motcua.voice.actions.giving import (
    MOST_FILES,
    FeedbackFacts,
    GivenFile,
    give_feedback,
    withdraw_feedback,
)
from motcua.voice.actions.reopening import reopen_feedback
from motcua.voice.base.limits import complaint_on
from motcua.voice.base.writing import as_typed
from motcua.voice.enums import FeedbackKind, Topic
from motcua.voice.queries import feedback as heard

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Dossier
    from motcua.voice.models import Feedback

asks = require_http_methods(["GET", "HEAD", "POST"])
_PIN_SHOWN = timedelta(hours=1)
_GIVEN_AN_HOUR, _HOUR, _DAY, _MINUTE = 10, 3600, 24 * 3600, 60
_TRIES_A_MINUTE, _WRONG_A_DAY = 10, 5
# Tries sent at once would all pass before the first wrong one is counted.
_BURST = 10


@never_cache
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the ways: a remark or proposal, a complaint, following, what others were answered."""
    latest, _more = heard.published()
    return render(request, "portal/voice/front.html", {"nav": "voice", "latest": latest[:5]})


@never_cache
@require_safe
def complaint(request: HttpRequest) -> HttpResponse:
    """Show the way of a complaint by law."""
    way = complaint_on(clock.civil_date(clock.now()))
    page = {"nav": "voice", "steps": way.say(get_language() or "vi"), "way": way}
    return render(request, "portal/voice/complaint.html", page)


@never_cache
@asks
def give(request: HttpRequest) -> HttpResponse:
    """Ask what somebody wants to say; posting takes it in and gives a code."""
    now = clock.now()
    choices = queries.agency_choices(now, get_language() or "vi")
    if request.method != "POST":
        return _form(request, FeedbackForm(choices, initial=_known(request)))
    form = FeedbackForm(choices, request.POST)
    if not form.is_valid() or request.POST.get("website"):
        return _form(request, form, 422)
    try:
        row = _given(request, form, now)
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return _form(request, form, refusal.status)
    return redirect("portal:feedback-received", row.receipt_id)


def _given(request: HttpRequest, form: FeedbackForm, now: datetime) -> Feedback:
    address, given = client_address(request), form.cleaned_data
    ratelimits.hit("voice.give", address, limit=_GIVEN_AN_HOUR, seconds=_HOUR, now=now)
    named, four = given["dossier"], given["four"]
    dossier = _tied(named, four, counted_as(request)) if named else None
    contact = {key: given[key] for key in ("name", "phone", "email")}
    return give_feedback(
        actor=visit(request).actor,
        facts=FeedbackFacts(
            agency_id=given["agency"],
            kind=FeedbackKind(given["kind"]),
            topic=Topic(given["topic"]),
            subject=given["subject"],
            text=given["text"],
            about=given["about"],
            is_anonymous=given["is_anonymous"],
            language=get_language() or "vi",
            key=token_of(request.POST),
            **contact,
        ),
        dossier=dossier,
        files=[
            GivenFile(str(one.name or ""), one)
            for one in request.FILES.getlist("files")[:MOST_FILES]
        ],
        now=now,
    )


def _tied(code: str, four: str, address: str) -> Dossier:
    """Find the dossier that a code and four signs name; tries are counted with tracking's."""
    typed = code.strip().upper()
    found = look_up(typed, four.strip().upper(), address=address, now=clock.system_now())
    if found is None:
        raise DomainError(_("Không có hồ sơ nào khớp cả mã và 4 số cuối. Anh/chị kiểm tra lại."))
    return found.dossier


@never_cache
@require_safe
def received(request: HttpRequest, receipt_id: UUID) -> HttpResponse:
    """Show the code and how to follow; the four digits that were given, for an hour."""
    row = heard.feedback_received(receipt_id)
    is_new = clock.now() - row.received_at <= _PIN_SHOWN
    page = {"nav": "voice", "row": row, "pin": row.contact.get("pin", "") if is_new else ""}
    return render(request, "portal/voice/received.html", page)


@never_cache
@asks
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for a code and four signs; the right pair shows where it stands and the answer."""
    if request.method != "POST":
        code = request.GET.get("code", "")[:60].replace("\0", "")
        return _followed(request, FollowForm(initial={"code": code}))
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _followed(request, form)
    try:
        row = _found(request, form)
    except TooManyRequests as refusal:
        form.add_error(None, refusal.text)
        response = _followed(request, form, 429)
        response["Retry-After"] = str(refusal.details["retry_after"])
        return response
    if row is None:
        form.add_error(None, _("Không có phản ánh, kiến nghị nào khớp cả mã và 4 số cuối."))
        return _followed(request, form)
    return _standing(request, row, form.cleaned_data["four"], ReopenForm())


def _found(request: HttpRequest, form: FollowForm) -> Feedback | None:
    # The code as it is kept: unseen signs in it would be another code to who counts the tries.
    code, now = as_typed(form.cleaned_data["code"]), clock.system_now()
    ratelimits.hit("voice.burst", code, limit=_WRONG_A_DAY, seconds=_BURST, now=now)
    ratelimits.hit(
        "voice.follow", client_address(request), limit=_TRIES_A_MINUTE, seconds=_MINUTE, now=now
    )
    ratelimits.refuse_if_spent("voice.code", code, limit=_WRONG_A_DAY, now=now)
    row = heard.feedback_tracked(code, form.cleaned_data["four"])
    if row is None:
        ratelimits.hit("voice.code", code, limit=_WRONG_A_DAY, seconds=_DAY, now=now)
    return row


@never_cache
@asks
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take one's feedback back once that was said twice; the code and the signs come along."""
    form = FollowForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("portal:feedback-follow")
    row = _found(request, form)
    if row is None:
        return redirect("portal:feedback-follow")
    four = form.cleaned_data["four"]
    if row.is_open and "_sure" not in request.POST:
        page = {"nav": "voice", "row": row, "four": four.strip()}
        return render(request, "portal/voice/withdraw.html", page)
    taken_back = withdraw_feedback(code=row.code, four=four, now=clock.now())
    return _standing(request, taken_back, four, ReopenForm())


@never_cache
@asks
def reopen(request: HttpRequest) -> HttpResponse:
    """Have an answer looked at again; posted from the page that the code and the signs opened."""
    signs = FollowForm(request.POST)
    if request.method != "POST" or not signs.is_valid():
        return redirect("portal:feedback-follow")
    row = _found(request, signs)
    if row is None:
        return redirect("portal:feedback-follow")
    four, form, status = signs.cleaned_data["four"], ReopenForm(request.POST), 422
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            reopen_feedback(code=row.code, four=four, reason=reason, now=clock.now())
        except DomainError as refusal:
            form.add_error(None, refusal.text)
            status = refusal.status
        else:
            return follow(request)
    return _standing(request, row, four, form, status)


def _standing(
    request: HttpRequest, row: Feedback, four: str, form: ReopenForm, status: int = 200
) -> HttpResponse:
    page = queries.follow_page(row, clock.now(), get_language() or "vi")
    context = {"nav": "voice", "page": page, "four": four.strip(), "reopening": form}
    return render(request, "portal/voice/follow.html", context, status=status)


@never_cache
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """List answered questions that everybody may read; searched by words."""
    words = request.GET.get("q", "")[:80].replace("\0", "")
    number = request.GET.get("trang", "1")
    page_number = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    rows, more = heard.published(words, page_number)
    page = {
        "nav": "voice",
        "rows": rows,
        "words": words,
        "before": page_number - 1,
        "after": page_number + 1 if more else 0,
    }
    return render(request, "portal/voice/answers.html", page)


@never_cache
@require_safe
def answer(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Show one answered question."""
    row = heard.publication(publication_id)
    return render(request, "portal/voice/answer.html", {"nav": "voice", "row": row})


@never_cache
@login_required
@because()
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one sent while signed in."""
    rows = heard.own_feedback(visit(request).actor)[:50]
    return render(request, "portal/voice/mine.html", {"nav": "voice", "rows": rows})


def _known(request: HttpRequest) -> dict[str, str]:
    """Fill in what the account knows already; who wants to stay unknown takes it out."""
    account = visit(request).user
    person = getattr(account, "person", None) if account.is_authenticated else None
    known = {"dossier": request.GET.get("ho-so", "")[:60].replace("\0", "")}
    if person is None:
        return known
    return {
        **known,
        "name": person.full_name,
        "phone": person.phone or "",
        "email": person.email or "",
    }


def _form(request: HttpRequest, form: FeedbackForm, status: int = 200) -> HttpResponse:
    page = {"nav": "voice", "form": form, "most": MOST_FILES, "token": form_token()}
    return render(request, "portal/voice/give.html", page, status=status)


def _followed(request: HttpRequest, form: FollowForm, status: int = 200) -> HttpResponse:
    page = {"nav": "voice", "form": form}
    return render(request, "portal/voice/ask_code.html", page, status=status)
