"""Pages of the inbox and of the ways one is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import motcua
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.notifications.actions import pushing, wishing
from motcua.notifications.actions.inboxes import read_all_news, read_news
from motcua.notifications.enums import BOUND_TOPICS, CHOSEN_TOPICS, Medium, Topic
from motcua.notifications.queries.inboxes import read_in
from motcua.notifications.queries.wishes import languages_offered, unsubscribing
from motcua.notifications.queries.wordings import languages_written
from motcua.portal.messages import queries
from motcua.portal.messages.forms import SAME, CodeForm, PhoneForm, WaysForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest

    from motcua.kernel.actors import Actor

_LONGEST = 18


def _citizen(request: HttpRequest) -> Actor:
    actor = visit(request).actor
    if actor.official_id is not None or actor.account_id is None:
        raise NotAllowed
    return actor


@never_cache
@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what is new."""
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdecimal() and len(before) <= _LONGEST
    known = int(before) if is_number else None
    page = queries.inbox(_citizen(request), page_language(), known, clock.now())
    return render(request, "portal/messages/inbox.html", {"inbox": page})


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """Show one piece of news, which is read from now on, and lead to what it is about."""
    row = read_news(actor=_citizen(request), public_id=news_id, now=clock.now())
    page = {"news": read_in(row, page_language()), "place": queries.place_of(row)}
    return render(request, "portal/messages/one.html", page)


@never_cache
@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Take all that was seen as read: what came meanwhile stays new."""
    now = clock.now()
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = now
    read_all_news(actor=_citizen(request), until=min(until, now) if until.tzinfo else now, now=now)
    return redirect("portal:news")


@never_cache
@login_required
@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Show by which ways one is told of what, and what was proved."""
    actor = _citizen(request)
    page = {
        "wishes": queries.wishes_of(actor),
        "reach": queries.reach_of(actor),
        "browsers": queries.browsers(actor),
    }
    return render(request, "portal/messages/ways.html", page)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ways_of(request: HttpRequest, topic: str) -> HttpResponse:
    """Choose the ways and the language of one topic."""
    actor, now = _citizen(request), clock.now()
    if topic not in CHOSEN_TOPICS:
        raise NotFound
    media, language = queries.chosen_for(actor, Topic(topic))
    form = WaysForm(
        request.POST if request.method == "POST" else None,
        ways=queries.offered(),
        languages=languages_offered(languages_written(now), now),
        is_bound_to_one=topic in BOUND_TOPICS,
        initial={"by": media, "language": language or SAME},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            chosen = form.cleaned_data
            try:
                wishing.choose_ways(
                    actor=actor,
                    topic=Topic(topic),
                    media=[Medium(way) for way in chosen["by"]],
                    language=form.chosen_language,
                    has_email=queries.reach_of(actor).has_email,
                    now=now,
                )
            except (NotAllowed, NotFound):
                raise
            except DomainError as refusal:
                form.add_error("by", refusal.text)
                status = refusal.status
            else:
                messages.success(request, _("Đã lưu cách báo tin."))
                return redirect("portal:ways")
    page = {"form": form, "topic": Topic(topic), "is_bound": topic in BOUND_TOPICS}
    return render(request, "portal/messages/ways_of.html", page, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for one's telephone; posting sends a code to it."""
    actor, form = _citizen(request), PhoneForm(request.POST or None)
    if request.method != "POST":
        return _asked(request, form, 200)
    if not form.is_valid():
        return _asked(request, form, 422)
    try:
        wishing.send_phone_code(
            actor=actor,
            phone=form.cleaned_data["phone"],
            language=page_language(),
            now=clock.now(),
        )
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.add_error("phone", refusal.text)
        return _asked(request, form, refusal.status)
    return redirect("portal:phone-code")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent to the telephone."""
    actor, form = _citizen(request), CodeForm(request.POST or None)
    if request.method != "POST":
        return _asked(request, form, 200)
    if not form.is_valid():
        return _asked(request, form, 422)
    try:
        wishing.prove_phone(actor=actor, code=form.cleaned_data["code"], now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.add_error("code", refusal.text)
        return _asked(request, form, refusal.status)
    messages.success(request, _("Đã xác nhận số điện thoại."))
    return redirect("portal:ways")


def _asked(request: HttpRequest, form: Form, status: int) -> HttpResponse:
    page = {"form": form, "is_code": isinstance(form, CodeForm)}
    return render(request, "portal/messages/phone.html", page, status=status)


@never_cache
@login_required
@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """Let the browser that asks show news; its script sends where and with which keys."""
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    called = request.POST.get("called", "") or _("Trình duyệt")
    pushing.let_browser(actor=_citizen(request), said=said, called=called, now=clock.now())
    messages.success(request, _("Trình duyệt này sẽ báo khi có tin."))
    return redirect("portal:ways")


@never_cache
@login_required
@require_POST
def sandbox_browser(request: HttpRequest) -> HttpResponse:
    """Let a browser of the sandbox show news."""
    called = _("Trình duyệt thử nghiệm")
    pushing.let_sandbox_browser(actor=_citizen(request), called=called, now=clock.now())
    messages.success(request, _("Trình duyệt thử nghiệm sẽ báo khi có tin."))
    return redirect("portal:ways")


@never_cache
@login_required
@require_POST
def browser_gone(request: HttpRequest, browser_id: UUID) -> HttpResponse:
    """Tell a browser no more."""
    pushing.drop_browser(actor=_citizen(request), public_id=browser_id, now=clock.now())
    messages.success(request, _("Đã thôi báo trên trình duyệt đó."))
    return redirect("portal:ways")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the script that shows news while no page is open; at the root, which it then covers."""
    del request
    script = (Path(motcua.__file__).parent / "static" / "js" / "worker.js").read_bytes()
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@csrf_exempt  # mail programs post here by themselves (RFC 8058): the signed address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to end news; posting does, with no signing in.

    Opening changes nothing, as mail programs open what they are sent.
    """
    topic, _index = unsubscribing(token)
    is_done = request.method == "POST"
    if is_done:
        wishing.unsubscribe(token=token, now=clock.now())
    page = {"topic": topic, "is_done": is_done}
    return render(request, "portal/messages/unsubscribe.html", page)
