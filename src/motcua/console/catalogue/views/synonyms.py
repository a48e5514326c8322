"""Pages of the table of everyday words: list, add, change, take away, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.catalogue.forms import OfficialForm, SynonymForm
from motcua.console.gate import acting, administrators_only, keepers_only, keeps, today
from motcua.procedures.actions.synonyms import remove_synonym, restore_synonym, set_synonym
from motcua.procedures.base.texts import say
from motcua.procedures.queries import find_codes, names_of
from motcua.procedures.queries.synonyms import synonym, synonyms

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency

asks = require_http_methods(["GET", "HEAD", "POST"])
_PAGE, _SHOWN = 50, 5


@require_safe
@administrators_only
def listed(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the phrases, those changed here first; narrowed by words."""
    words = request.GET.get("q", "")[:120].replace("\0", "")
    rows = Paginator(synonyms(words), _PAGE).get_page(request.GET.get("page"))
    page = {
        "agency": agency,
        "nav": "synonyms",
        "rows": rows,
        "words": words,
        "is_keeper": keeps(request),
    }
    return render(request, "console/catalogue/synonyms.html", page)


@asks
@keepers_only
def add(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Add a phrase."""
    page = _page(agency, _("Thêm lời thường"), _("Thêm"), _("Đã thêm lời."))
    form = SynonymForm(posted(request))
    by = acting(request)
    return ask(
        request,
        page,
        form,
        lambda said: set_synonym(
            **by, phrase=said["phrase"], official=said["official"].splitlines()
        ),
    )


@asks
@keepers_only
def change(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Change what a phrase stands for; shows what it finds now."""
    row = synonym(request.GET.get("phrase", ""))
    page = _page(agency, _("Sửa lời “%(phrase)s”") % {"phrase": row.phrase}, _("Lưu"), _("Đã lưu."))
    form = OfficialForm(posted(request), initial={"official": "\n".join(row.official)})
    by = acting(request, phrase=row.phrase)
    names = names_of(find_codes(row.phrase, limit=_SHOWN), today())
    found = [say(name, get_language() or "vi") for name in names.values()]
    return ask(
        request,
        page,
        form,
        lambda said: set_synonym(**by, official=said["official"].splitlines()),
        "console/catalogue/synonym.html",
        {"row": row, "found": found},
    )


@asks
@keepers_only
def remove(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Take a phrase away."""
    row = synonym(request.GET.get("phrase", ""))
    page = _page(
        agency, _("Bỏ lời “%(phrase)s”") % {"phrase": row.phrase}, _("Bỏ"), _("Đã bỏ lời.")
    )
    by = acting(request, phrase=row.phrase)
    return ask(request, page, SureForm(posted(request)), lambda _said: remove_synonym(**by))


@asks
@keepers_only
def restore(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Let a shipped phrase be as it came."""
    row = synonym(request.GET.get("phrase", ""))
    title = _("Trả lời “%(phrase)s” về như có sẵn") % {"phrase": row.phrase}
    page = _page(agency, title, _("Trả lại"), _("Đã trả lại như có sẵn."))
    by = acting(request, phrase=row.phrase)
    return ask(request, page, SureForm(posted(request)), lambda _said: restore_synonym(**by))


def _page(agency: Agency, title: object, button: object, done: object) -> Page:
    back = reverse("console:synonyms", args=[agency.code])
    return Page(agency, "synonyms", str(title), str(button), str(done), back)
