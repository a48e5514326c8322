"""The queues of a working day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.queues import queries
from motcua.dossiers import actions
from motcua.dossiers.queries.day_lists import hand_over_list
from motcua.dossiers.queries.found import found_by_number
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue, queues_of
from motcua.dossiers.queries.searching import MOST_SIGNS
from motcua.dossiers.queries.taking_over import MOST, handed_to, taken_on_day, takes_over
from motcua.identity.base import visit
from motcua.identity.queries.finding import is_number
from motcua.kernel import clock
from motcua.kernel.caching import one_reading
from motcua.kernel.errors import NotAllowed, NotFound

if TYPE_CHECKING:
    from django.http import HttpRequest


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show a page of a queue, narrowed by what the address says.

    Who only administers has none, and is led to the pages he has.
    """
    actor, language = visit(request).actor, get_language() or "vi"
    if not queues_of(actor):
        return redirect("console:choose")
    with one_reading():
        view = queries.queue_view(actor, request.GET, clock.now(), language)
        return render(request, "desk/queues/queue.html", {"view": view})


@never_cache
@login_required
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Lead from what was typed to what is found; no name and no number stands in the address."""
    actor = visit(request).actor
    words = request.POST.get("q", "").strip()[:MOST_SIGNS]
    if is_number(words):
        filters = Filters(Queue.ALL, found=found_by_number(words, actor))
    else:
        filters = Filters(Queue.ALL, words=words)
    return redirect(f"{reverse('desk:queue')}?{urlencode(filters.as_pairs())}")


@never_cache
@login_required
@require_safe
def handed_over(request: HttpRequest) -> HttpResponse:
    """Send the list of what was handed over today, or on the day named, to be signed on paper."""
    now = clock.now()
    try:
        on = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        on = clock.civil_date(now)
    shown = {"Content-Disposition": f'inline; filename="ban-giao-{on}.pdf"'}
    paper = hand_over_list(visit(request).actor, on, now)
    return HttpResponse(paper, content_type="application/pdf", headers=shown)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def taking_over(request: HttpRequest) -> HttpResponse:
    """Show what was handed to one's unit; posting signs for what was ticked."""
    actor, now = visit(request).actor, clock.now()
    if not takes_over(actor):
        raise NotAllowed
    if request.method == "POST":
        _signed_for(request)
        return redirect("desk:taking-over")
    context = {
        "handed": handed_to(actor, get_language() or "vi"),
        "taken": taken_on_day(actor, now),
        "most": MOST,
    }
    return render(request, "desk/queues/taking_over.html", context)


def _signed_for(request: HttpRequest) -> None:
    """Sign for each ticked dossier; one that somebody signed for meanwhile is left alone."""
    ticked = [one for one in request.POST.getlist("d")[:MOST] if one.isdecimal() and len(one) < 18]
    done = 0
    for number in ticked:
        try:
            done += actions.take_over(
                actor=visit(request).actor,
                run_id=int(number),
                remark=request.POST.get(f"remark.{number}", ""),
                now=clock.now(),
            )
        except NotFound:
            continue
    if not ticked:
        messages.info(request, _("Anh/chị chọn ít nhất một hồ sơ."))
    else:
        said = ngettext("Đã ký nhận %(n)d hồ sơ.", "Đã ký nhận %(n)d hồ sơ.", done)
        messages.success(request, said % {"n": done})
