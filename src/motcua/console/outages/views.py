"""Outages: one administrator asks, another agrees, one ends it; and what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.queries import administration
from motcua.agencies.queries.standing import one_hand
from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, keeps, today
from motcua.console.outages.forms import EndForm, OutageForm
from motcua.dossiers.actions.outages import (
    agree_to_outage,
    ask_outage,
    call_off_outage,
    end_outage,
    refuse_outage,
)
from motcua.dossiers.queries import outages as queries
from motcua.dossiers.queries.episodes import episode, episode_pdf, units_of
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.agencies.models import Agency
    from motcua.dossiers.models import Outage

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def outages(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the outages of the agency, the latest first."""
    rows = queries.outages_of(agency.pk)
    page = {"agency": agency, "nav": "outages", "outages": rows, "now": clock.now()}
    return render(request, "console/outages/outages.html", page)


@require_safe
@administrators_only
def outage(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """Show the whole episode: clocks, paper taken, what was entered and what lacks."""
    found = queries.outage_for(agency.pk, outage)
    me = visit(request).actor.official_id
    is_mine = me is not None and bool(one_hand(me, [found.asked_by_id], clock.now()))
    page = {
        "agency": agency,
        "nav": "outages",
        "is_mine": is_mine,
        "is_here": found.agency_id == agency.pk,
        "now": clock.now(),
        "episode": episode(found),
        "units": units_of(found),
    }
    return render(request, "console/outages/outage.html", page)


@require_safe
@administrators_only
def record(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """Send the record of the whole episode for print and for the file."""
    del request
    found = queries.outage_for(agency.pk, outage)
    name = f'inline; filename="su-co-{found.started_at:%Y%m%d}.pdf"'
    content = episode_pdf(found, clock.now())
    return HttpResponse(content, "application/pdf", headers={"Content-Disposition": name})


@asks
@administrators_only
def ask_for(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Ask for an outage to be declared."""
    warning = _(
        "Một quản trị viên khác phải duyệt. Thời hạn của các hồ sơ dừng từ lúc bắt đầu. Sự cố biết "
        "trước được báo ngay trên cổng và bàn làm việc khi đã duyệt."
    )
    words = (_("Đề nghị công bố sự cố"), _("Gửi đề nghị"), _("Đã gửi. Chờ người thứ hai duyệt."))
    page = Page(
        agency, "outages", *words, reverse("console:outages", args=[agency.code]), "", warning
    )
    units = administration.units_of(agency, today())
    initial = {"started_at": clock.now()}
    form = OutageForm(posted(request), initial=initial, units=units, runs_node=keeps(request))
    by = acting(request, agency_id=agency.pk)
    return ask(request, page, form, lambda _data: ask_outage(**by, facts=form.facts))


@asks
@administrators_only
def agree(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """Agree to what another administrator asked for."""
    found = queries.outage_for(agency.pk, outage)
    warning = _("Thời hạn của mọi hồ sơ trong phạm vi dừng; cổng ngừng nhận hồ sơ trực tuyến.")
    words = (_("Duyệt công bố sự cố"), _("Công bố"), _("Đã công bố sự cố."))
    page = _page(agency, found, words, warning)
    by = acting(request, public_id=found.public_id)
    return _sure(request, page, found, lambda _data: agree_to_outage(**by))


@asks
@administrators_only
def refuse(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """Refuse what was asked for, or take it back."""
    found = queries.outage_for(agency.pk, outage)
    words = (_("Không công bố sự cố này"), _("Không công bố"), _("Đã ghi: không công bố."))
    by = acting(request, public_id=found.public_id)
    page = _page(agency, found, words)
    return _sure(request, page, found, lambda _data: refuse_outage(**by))


@asks
@administrators_only
def call_off(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """Call an announced outage off before it begins."""
    found = queries.outage_for(agency.pk, outage)
    words = (_("Hủy sự cố đã báo trước"), _("Hủy"), _("Đã hủy; không thời hạn nào dừng."))
    by = acting(request, public_id=found.public_id)
    page = _page(agency, found, words)
    return _sure(request, page, found, lambda _data: call_off_outage(**by))


@asks
@administrators_only
def end(request: HttpRequest, agency: Agency, outage: UUID) -> HttpResponse:
    """End an outage."""
    found = queries.outage_for(agency.pk, outage)
    warning = _("Thời hạn của các hồ sơ chạy tiếp từ lúc kết thúc. Không mở lại được sự cố này.")
    words = (_("Kết thúc sự cố"), _("Kết thúc"), _("Đã kết thúc sự cố."))
    page = _page(agency, found, words, warning)
    form = EndForm(posted(request), initial={"ended_at": clock.now()})
    by = acting(request, public_id=found.public_id)
    return ask(request, page, form, lambda data: end_outage(**by, **data))


def _sure(
    request: HttpRequest, page: Page, found: Outage, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Ask whether one is sure; who answers reads where, since when and by what right."""
    seen = {"outage": found, "units": units_of(found)}
    return ask(request, page, SureForm(posted(request)), act, "console/outages/sure.html", seen)


def _page(
    agency: Agency, found: Outage, words: tuple[object, object, object], warning: object = ""
) -> Page:
    title, button, done = map(str, words)
    back = reverse("console:outage", args=[agency.code, found.public_id])
    return Page(agency, "outages", title, button, done, back, found.reason, str(warning))
