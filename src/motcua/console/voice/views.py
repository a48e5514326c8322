"""Pages of guidance: list, add, change, take away, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps
from motcua.console.voice.forms import EntryForm, entry_of, filled
from motcua.voice.actions.guidance import remove_entry, restore_entry, write_entry
from motcua.voice.queries.guidance import entry_called, guidance

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the entries in force, in their order."""
    language = get_language() or "vi"
    rows = [(row, row.ask(language), row.reply(language)) for row in guidance()]
    page = {"agency": agency, "nav": "guidance", "rows": rows, "is_keeper": keeps(request)}
    return render(request, "console/voice/guidance.html", page)


@asks
@keepers_only
def add(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Write an entry."""
    page = _page(agency, _("Thêm mục hướng dẫn"), _("Thêm"), _("Đã thêm mục hướng dẫn."))
    by = acting(request)
    form = EntryForm(posted(request))
    return ask(request, page, form, lambda said: write_entry(**by, entry=entry_of("", said)))


@asks
@keepers_only
def change(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Change an entry."""
    row = entry_called(request.GET.get("muc", ""))
    page = _page(agency, _("Sửa mục hướng dẫn"), _("Lưu"), _("Đã lưu."))
    by = acting(request)
    form = EntryForm(posted(request), initial=filled(row))
    return ask(request, page, form, lambda said: write_entry(**by, entry=entry_of(row.code, said)))


@asks
@keepers_only
def remove(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Take an entry away."""
    row = entry_called(request.GET.get("muc", ""))
    page = _page(agency, _("Bỏ mục hướng dẫn"), _("Bỏ"), _("Đã bỏ mục hướng dẫn."), row.ask("vi"))
    by = acting(request, entry=row)
    return ask(request, page, SureForm(posted(request)), lambda _said: remove_entry(**by))


@asks
@keepers_only
def restore(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Let a shipped entry be as it came."""
    row = entry_called(request.GET.get("muc", ""))
    title = _("Trả mục hướng dẫn về như có sẵn")
    page = _page(agency, title, _("Trả lại"), _("Đã trả lại như có sẵn."), row.ask("vi"))
    by = acting(request, code=row.code)
    return ask(request, page, SureForm(posted(request)), lambda _said: restore_entry(**by))


def _page(agency: Agency, title: object, button: object, done: object, lead: str = "") -> Page:
    back = reverse("console:guidance", args=[agency.code])
    return Page(agency, "guidance", str(title), str(button), str(done), back, lead)
