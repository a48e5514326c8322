"""Pages of sending: what was given up, sent again; prices, quiet hours, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps
from motcua.console.sending.base import fault_words
from motcua.console.sending.forms import PriceForm, QuietForm, StyleForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.notifications.actions import (
    lanes_of,
    send_again,
    set_price,
    set_quiet_hours,
    set_text_style,
)
from motcua.notifications.base.occasions import occasions
from motcua.notifications.enums import Kind, Medium
from motcua.notifications.queries import sending
from motcua.notifications.queries.rules import text_styles
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.notifications.models import Message

asks = require_http_methods(["GET", "HEAD", "POST"])
_MOST = 500


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show what was given up, by reason and one by one, and the rules of sending."""
    now = clock.now()
    lanes = lanes_of(visit(request).actor, agency.pk, now)
    segments, cost = sending.cost_of_month(lanes, now)
    page = {
        "agency": agency,
        "nav": "sending",
        "is_keeper": keeps(request),
        "groups": [_group(one) for one in sending.dead_groups(lanes, now)],
        "rows": [_row(one) for one in sending.dead_messages(lanes, now)[: sending.MOST_SHOWN]],
        "most": sending.MOST_SHOWN,
        "queues": [_queue(one) for one in sending.queues(lanes)],
        "most_counted": sending.MOST_COUNTED,
        "resting": sending.resting_carriers(),
        "segments": segments,
        "cost": cost,
        "prices": sending.segment_prices(now),
        "quiet": sending.quiet_hours(now),
        "has_marks": text_styles().get((agency.pk, ""), False),
    }
    return render(request, "console/sending/sending.html", page)


@asks
@administrators_only
def again(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Send one message again, or all of a group."""
    now, choice = clock.now(), _choice(request)
    lanes = lanes_of(visit(request).actor, agency.pk, now)
    many = min(_MOST, sending.chosen_dead(lanes, choice, now).exclude(kind=Kind.CODE).count())
    if not many:
        raise NotFound
    first = sending.chosen_dead(lanes, choice, now)[0]
    lead = " · ".join(
        (_title(first.template), str(Medium(first.medium).label), fault_words(first.fault))
    )
    title = ngettext("Gửi lại %(many)s tin", "Gửi lại %(many)s tin", many) % {"many": many}
    warning = _("Sửa xong nguyên nhân rồi hãy gửi lại, nếu không tin lại hỏng như cũ.")
    back = reverse("console:sending", args=[agency.code])
    page = Page(
        agency, "sending", title, _("Gửi lại"), _("Đã xếp hàng gửi lại."), back, lead, warning
    )
    by = acting(request, agency_id=agency.pk, choice=choice)
    return ask(request, page, SureForm(posted(request)), lambda _said: send_again(**by))


@asks
@keepers_only
def price(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Publish a price of text messages from a day on."""
    form, by = PriceForm(posted(request)), acting(request)
    page = _page(agency, (_("Giá tin nhắn"), _("Công bố"), _("Đã công bố giá.")))
    return ask(
        request,
        page,
        form,
        lambda said: set_price(**by, facts=form.facts, valid_from=said["valid_from"]),
    )


@asks
@keepers_only
def quiet(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Set quiet hours of a kind of message from a day on."""
    form, by = QuietForm(posted(request)), acting(request)
    page = _page(agency, (_("Giờ yên lặng"), _("Đặt"), _("Đã đặt giờ yên lặng.")))
    return ask(
        request,
        page,
        form,
        lambda said: set_quiet_hours(**by, facts=form.facts, valid_from=said["valid_from"]),
    )


@asks
@administrators_only
def marks(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Choose whether the agency's text messages keep their marks."""
    has_marks = text_styles().get((agency.pk, ""), False)
    form = StyleForm(posted(request), initial={"marks": "yes" if has_marks else "no"})
    by = acting(request, agency_id=agency.pk)
    page = _page(agency, (_("Dấu trong tin nhắn"), _("Chọn"), _("Đã ghi.")))
    return ask(
        request,
        page,
        form,
        lambda said: set_text_style(**by, has_diacritics=said["marks"] == "yes"),
    )


def _page(agency: Agency, words: tuple[object, object, object]) -> Page:
    title, button, done = map(str, words)
    back = reverse("console:sending", args=[agency.code])
    return Page(agency, "sending", title, button, done, back)


def _choice(request: HttpRequest) -> sending.DeadChoice:
    """Read which messages are meant from the address. Raises `NotFound`."""
    told = {name: request.GET.get(name, "")[:80] for name in ("tin", "qua", "loai", "loi")}
    if not told["tin"]:
        return sending.DeadChoice(None, told["qua"], told["loai"], told["loi"])
    try:
        return sending.DeadChoice(UUID(told["tin"]))
    except ValueError:
        raise NotFound from None


def _queue(one: sending.Queue) -> dict[str, object]:
    return {
        "medium": Medium(one.medium).label,
        "kind": Kind(one.kind).label,
        "messages": one.messages,
        "tried": one.tried,
    }


def _group(one: sending.DeadGroup) -> dict[str, object]:
    told = {"qua": one.medium, "loai": one.template, "loi": one.fault}
    occasion = occasions().get(one.template)
    return {
        "title": _title(one.template),
        "medium": Medium(one.medium).label,
        "why": fault_words(one.fault),
        "messages": one.messages,
        "query": urlencode(told),
        "is_code": occasion is not None and occasion.kind == Kind.CODE,
    }


def _row(one: Message) -> dict[str, object]:
    return {
        "message": one,
        "is_code": one.kind == Kind.CODE,
        "title": _title(one.template),
        "why": fault_words(one.fault),
    }


def _title(template: str) -> str:
    occasion = occasions().get(template)
    return occasion.title_in(page_language()) if occasion else template
