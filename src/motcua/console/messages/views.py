"""Pages of the words of messages: listed, written, published, withdrawn, taken back."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps
from motcua.console.messages.forms import PublishForm, ReturnForm, WithdrawForm, WordingForm
from motcua.console.messages.queries import (
    difference,
    listing,
    named_places,
    previewed,
    require_place,
)
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.notifications.actions.wordings import (
    WordingFacts,
    publish_wording,
    return_to,
    withdraw_wording,
    write_wording,
)
from motcua.notifications.base.filling import Text, shipped
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.base.linting import faults
from motcua.notifications.enums import Medium
from motcua.notifications.queries.wordings import (
    as_text,
    decisions,
    history,
    occasion_named,
    shelf,
    text_for,
)
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.notifications.models import Wording
    from motcua.notifications.queries.wordings import Shelf

    TextPage = Callable[[HttpRequest, Agency, str, str, str], HttpResponse]

asks = require_http_methods(["GET", "HEAD", "POST"])
_LONGEST = 18


def of_a_text(view: Callable[[HttpRequest, Agency, Shelf], HttpResponse]) -> TextPage:
    """Give a page the text that its address names. Raises `NotFound`."""

    @wraps(view)
    def found(
        request: HttpRequest, agency: Agency, occasion: str, language: str, medium: str
    ) -> HttpResponse:
        named = occasion_named(occasion)
        require_place(named, language, medium)
        return view(request, agency, shelf(named, language, medium, clock.now()))

    return found


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List what people are told of, and which texts are the node's own."""
    page = {
        "agency": agency,
        "nav": "wordings",
        "groups": listing(clock.now(), page_language()),
    }
    return render(request, "console/messages/wordings.html", page)


@require_safe
@administrators_only
@of_a_text
def shown(request: HttpRequest, agency: Agency, place: Shelf) -> HttpResponse:
    """Show one text: what holds, what waits for a second person, and everything before."""
    held = _held(place)
    waits = as_text(place.waits) if place.waits else None
    page = {
        **_common(agency, place),
        "held": held,
        "preview": previewed(held, place.occasion),
        "waits": place.waits,
        "waiting": previewed(waits, place.occasion) if waits else None,
        "difference": difference(held, waits) if waits else (),
        "decisions": decisions(place.occasion, place.language, place.medium),
        "history": history(place.occasion, place.language, place.medium),
        "is_keeper": keeps(request),
        "is_author": place.waits is not None
        and place.waits.written_by_id == visit(request).actor.official_id,
    }
    return render(request, "console/messages/wording.html", page)


@asks
@keepers_only
@of_a_text
def write(request: HttpRequest, agency: Agency, place: Shelf) -> HttpResponse:
    """Write a text: look at it filled as often as one likes, then propose it."""
    start = as_text(place.waits) if place.waits else _held(place)
    form = WordingForm(
        posted(request), medium=place.medium, initial={"subject": start.subject, "text": start.text}
    )
    typed, status = None, 200
    found: tuple[str, ...] = ()
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            typed = Text(place.language, place.medium, said.get("subject", ""), said["text"])
            found = faults(typed, place.occasion)
            if "_look" in request.POST:
                status = 200
            elif _proposed(request, place, said, form):
                return redirect(_address("wording", agency, place))
    page = {
        **_common(agency, place),
        "form": form,
        "found": found,
        "preview": previewed(typed, place.occasion) if typed else None,
        "back": _address("wording", agency, place),
    }
    return render(request, "console/messages/write.html", page, status=status)


def _proposed(request: HttpRequest, place: Shelf, said: dict[str, Any], form: WordingForm) -> bool:
    facts = WordingFacts(
        place.occasion.name,
        place.language,
        place.medium,
        said.get("subject", ""),
        said["text"],
        said["reason"],
    )
    try:
        write_wording(**acting(request, facts=facts))
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        form.add_error("text", refusal.text)
        return False
    messages.success(request, _("Đã đề nghị. Một quản trị viên khác xem và công bố."))
    return True


@asks
@keepers_only
@of_a_text
def publish(request: HttpRequest, agency: Agency, place: Shelf) -> HttpResponse:
    """Let a proposed text hold, at once or from a moment on."""
    row = _wording(request, place)
    page = _page(
        agency,
        place,
        (_("Công bố câu chữ mới"), _("Công bố"), _("Đã công bố.")),
        _("Tin viết từ lúc áp dụng dùng bản này; tin đã viết giữ câu chữ cũ."),
    )
    form = PublishForm(posted(request))
    return ask(
        request,
        page,
        form,
        lambda _said: publish_wording(
            **acting(request, wording_id=row.pk, holds_from=form.moment(clock.now()))
        ),
        "console/messages/publish.html",
        _looked_at(place, row),
    )


def _looked_at(place: Shelf, row: Wording) -> dict[str, Any]:
    return {
        "difference": difference(_held(place), as_text(row)),
        "preview": previewed(as_text(row), place.occasion),
        "row": row,
    }


@asks
@keepers_only
@of_a_text
def withdraw(request: HttpRequest, agency: Agency, place: Shelf) -> HttpResponse:
    """Take back a proposal that nobody published, one's own or another's."""
    row = _wording(request, place)
    by = acting(request, wording_id=row.pk)
    words = (_("Rút bản đề nghị"), _("Rút"), _("Đã rút bản đề nghị."))
    return ask(
        request,
        _page(agency, place, words, _("Bản %(number)s") % {"number": row.number}),
        WithdrawForm(posted(request)),
        lambda said: withdraw_wording(**by, reason=said["reason"]),
        "console/messages/publish.html",
        _looked_at(place, row),
    )


@asks
@keepers_only
@of_a_text
def go_back(request: HttpRequest, agency: Agency, place: Shelf) -> HttpResponse:
    """Let an earlier published text, or that of motcua, hold again."""
    rows = history(place.occasion, place.language, place.medium)
    if not rows:
        raise NotFound
    earlier = None if request.GET.get("ban") == "0" else _wording(request, place)
    words = (_("Trở lại bản trước"), _("Trở lại"), _("Đã trở lại."))
    number = earlier.number if earlier else 0
    lead = _("Bản %(number)s") % {"number": number} if earlier else _("Bản có sẵn")
    by = acting(request, wording_id=rows[0].pk, earlier_id=earlier.pk if earlier else None)
    return ask(
        request,
        _page(agency, place, words, lead),
        ReturnForm(posted(request)),
        lambda said: return_to(**by, reason=said["reason"]),
    )


def _held(place: Shelf) -> Text:
    """Give the text that holds; where the language has none, what is told instead."""
    if place.holds is not None:
        return as_text(place.holds)
    own = shipped(place.occasion, place.language, place.medium)
    return own or text_for(place.occasion, place.language, place.medium, clock.now())


def _wording(request: HttpRequest, place: Shelf) -> Wording:
    said = request.GET.get("ban", "")
    known = int(said) if said.isascii() and said.isdecimal() and len(said) <= _LONGEST else 0
    rows = history(place.occasion, place.language, place.medium)
    found = next((row for row in rows if row.pk == known), None)
    if found is None:
        raise NotFound
    return found


def _common(agency: Agency, place: Shelf) -> dict[str, Any]:
    language = page_language()
    return {
        "agency": agency,
        "nav": "wordings",
        "place": place,
        "title": place.occasion.title_in(language),
        "medium": str(Medium(place.medium).label),
        "tongue": LANGUAGES[place.language],
        "tongues": LANGUAGES,
        "named": named_places(place.occasion, language),
    }


def _address(name: str, agency: Agency, place: Shelf) -> str:
    where = [agency.code, place.occasion.name, place.language, place.medium]
    return reverse(f"console:{name}", args=where)


def _page(agency: Agency, place: Shelf, words: tuple[str, str, str], lead: str) -> Page:
    title, button, done = words
    return Page(agency, "wordings", title, button, done, _address("wording", agency, place), lead)
