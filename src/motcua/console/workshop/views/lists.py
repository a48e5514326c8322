"""Lists that decisions order: made, changed, and how far the agency is with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps, today
from motcua.console.workshop.forms.lists import ListForm, facts_of, known_of
from motcua.console.workshop.queries import names_of
from motcua.procedures.actions.listing import change_list, make_list
from motcua.procedures.queries.lists import progress_of, purpose_list, purpose_lists
from motcua.ui.charts import bar
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.procedures.queries.lists import Progress
    from motcua.ui.charts import Chart

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def lists(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show every list with how far the agency is."""
    rows = [progress_of(row, agency.pk, today()) for row in purpose_lists()]
    page = {"agency": agency, "nav": "lists", "rows": rows, "is_keeper": keeps(request)}
    return render(request, "console/workshop/lists.html", page)


@require_safe
@administrators_only
def progress(request: HttpRequest, agency: Agency, list_id: int) -> HttpResponse:
    """Show one list: a picture, and each procedure with its level."""
    found = progress_of(purpose_list(list_id), agency.pk, today())
    names = names_of([row.code for row in found.rows], page_language())
    page = {
        "agency": agency,
        "nav": "lists",
        "found": found,
        "chart": _chart(found),
        "is_keeper": keeps(request),
        "unknown": [row.code for row in found.rows if not row.is_known],
        "rows": [(row, names.get(row.code, "")) for row in found.rows],
    }
    return render(request, "console/workshop/list.html", page)


@asks
@keepers_only
def make(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Write a list down."""
    page = _page(agency, _("Danh sách mới"), reverse("console:lists", args=[agency.code]))
    form = ListForm(posted(request))
    by = acting(request)
    return ask(request, page, form, lambda given: make_list(**by, facts=facts_of(given)))


@asks
@keepers_only
def change(request: HttpRequest, agency: Agency, list_id: int) -> HttpResponse:
    """Write a list anew."""
    row = purpose_list(list_id)
    page = _page(agency, row.name, reverse("console:list", args=[agency.code, list_id]))
    form = ListForm(posted(request), initial=known_of(row))
    form.fields["code"].disabled = True
    by = acting(request, list_id=list_id)
    return ask(request, page, form, lambda given: change_list(**by, facts=facts_of(given)))


def _page(agency: Agency, title: str, back: str) -> Page:
    return Page(
        agency, "lists", title, gettext_lazy("Lưu"), gettext_lazy("Đã lưu danh sách."), back
    )


def _chart(found: Progress) -> Chart:
    rows = [
        (_("Đạt mức"), found.reached),
        (_("Chưa đạt mức"), found.below),
        (_("Cơ quan chưa nhận"), found.closed),
        (_("Chưa có thủ tục"), found.unknown),
    ]
    return bar(_("Tiến độ của danh sách"), _("Tình trạng"), _("Số thủ tục"), rows)
