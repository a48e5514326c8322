"""Opening a procedure of the catalogue at the agency: in one click where nothing is unclear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask
from motcua.console.gate import acting, is_from_above, keeps, offerers_only, today
from motcua.console.national import queries
from motcua.console.national.base import TIER_OF_KIND, TIERS, kept
from motcua.console.national.forms import OpenForm
from motcua.procedures.actions.opening import Opening, open_imported
from motcua.procedures.base.texts import say
from motcua.procedures.queries.national import Wanted, not_offered

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from motcua.agencies.models import Agency
    from motcua.console.national.queries import ToOpen

_A_PAGE = 20


@require_safe
@offerers_only
def to_open(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the procedures the agency does not take, each with a button that opens it."""
    wanted, language = _wanted(request.GET, agency), get_language() or "vi"
    found = not_offered(agency.pk, wanted, today())
    page = Paginator(found.codes, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "nav": "to-open",
        "rows": [_to_open(request, agency, code) for code in page],
        "wanted": wanted,
        "fields": [(code, say(name, language)) for code, name in found.fields],
        "tiers": TIERS.items(),
        "total": len(found.codes),
        "kept": kept(request.GET),
        "before": _address(request.GET, page.number - 1) if page.has_previous() else "",
        "after": _address(request.GET, page.number + 1) if page.has_next() else "",
        "from_above": is_from_above(request, agency),
    }
    return render(request, "console/national/to_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@offerers_only
def open_one(request: HttpRequest, agency: Agency, record: str) -> HttpResponse:
    """Show how a procedure would be taken, ask what is unclear, and open it.

    Posting `as_it_is` takes what the page proposes.
    """
    language = get_language() or "vi"
    found = _to_open(request, agency, record)
    page = Page(
        agency,
        "to-open",
        _("Mở thủ tục"),
        _("Mở thủ tục"),
        _("Đã mở. Người dân nộp hồ sơ được ngay."),
        back=reverse("console:to-open", args=[agency.code]) + kept(request.GET),
    )
    form = _form(request, found)
    return ask(
        request,
        page,
        form,
        lambda given: open_imported(
            **acting(request, agency=agency),
            code=record,
            opening=Opening(form.units, tuple(given["channels"]), form.limits),
        ),
        template="console/national/open.html",
        more={
            "found": found,
            "name": found.name,
            "grounds": [(each.holds, say(each.words, language)) for each in found.level.grounds],
            "term": say(found.level.term, language),
            "from_above": is_from_above(request, agency),
        },
    )


def _wanted(given: QueryDict, agency: Agency) -> Wanted:
    tier = given.get("tier", "")
    return Wanted(
        words=given.get("q", "")[:200].replace("\0", ""),
        field=given.get("field", "")[:60].replace("\0", ""),
        tier=tier if tier in TIERS else "",
        first=TIER_OF_KIND.get(agency.kind, ""),
    )


def _address(given: QueryDict, page: int) -> str:
    changed = given.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"


def _to_open(request: HttpRequest, agency: Agency, code: str) -> ToOpen:
    """Give what opening takes; what is unclear is settled by keepers of the catalogue only."""
    found = queries.to_open(agency, code, today(), get_language() or "vi")
    return found if keeps(request) else found.without_unclear()


def _form(request: HttpRequest, found: ToOpen) -> OpenForm:
    """Make the form of an opening, filled with what is proposed where all of it is taken."""
    if request.method != "POST":
        return OpenForm(found=found)
    if "as_it_is" not in request.POST:
        return OpenForm(request.POST, found=found)
    proposed = OpenForm(found=found)
    return OpenForm({name: one.initial for name, one in proposed.fields.items()}, found=found)
