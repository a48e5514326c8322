"""Officials who look alike: an administrator says whether they are one human or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.actions.likenesses import note_identity, settle_likeness
from motcua.agencies.queries import administration, humans
from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only
from motcua.console.officials.forms import IdentityForm, LikenessForm
from motcua.kernel.clock import civil_date, now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def alike(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the officials of the agency who look like another one, those to be settled first."""
    pairs = humans.pairs_alike([agency.pk], civil_date(now()))
    page = {"agency": agency, "nav": "alike", "pairs": pairs}
    return render(request, "console/officials/alike.html", page)


@asks
@administrators_only
def settle_alike(request: HttpRequest, agency: Agency, official: UUID, other: UUID) -> HttpResponse:
    """Say whether two officials are one human."""
    pair = humans.pair_for(agency.pk, official, other, civil_date(now()))
    lead = " · ".join(f"{one.full_name} ({one.staff_code}, {one.agency.name})" for one in pair)
    warning = _("Là một người thì hai tài khoản tính là một ở mọi việc cần hai người.")
    words = (_("Một người hay hai người?"), _("Ghi lại"), _("Đã ghi."))
    page = _page(
        agency, "alike", words, reverse("console:alike", args=[agency.code]), lead, warning
    )
    by = acting(request, pair=pair)

    def act(data: dict[str, Any]) -> None:
        settle_likeness(**by, is_same=data["found"] == "one", reason=data["reason"])

    return ask(request, page, LikenessForm(posted(request)), act)


@asks
@administrators_only
def note_number(request: HttpRequest, agency: Agency, official: UUID) -> HttpResponse:
    """Note the identity number seen of an official."""
    one = administration.official_for(agency, official)
    back = reverse("console:official", args=[agency.code, official])
    words = (_("Ghi số định danh đã xem"), _("Ghi lại"), _("Đã ghi."))
    page = _page(agency, "officials", words, back, one.full_name)
    by = acting(request, official=one)
    return ask(
        request, page, IdentityForm(posted(request)), lambda data: note_identity(**by, **data)
    )


def _page(
    agency: Agency, nav: str, words: tuple[Any, ...], back: str, lead: str, warning: Any = ""
) -> Page:
    title, button, done = words
    return Page(agency, nav, title, button, done, back, lead, warning)
