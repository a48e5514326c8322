"""The workshop's first page: what is being written, what may be begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, administrators_only, keeps, today
from motcua.console.workshop import queries
from motcua.console.workshop.base import places
from motcua.console.workshop.base.skeletons import skeleton
from motcua.console.workshop.forms.listing import lists_of, rooms_of
from motcua.console.workshop.forms.procedures import NewForm
from motcua.console.workshop.views.opening import of_version, overview_of
from motcua.kernel.errors import DomainError
from motcua.procedures import actions
from motcua.procedures.errors import DraftExists
from motcua.procedures.queries import find_procedures, pack_of, version_on
from motcua.procedures.queries.listing import fields_on
from motcua.procedures.queries.rights import discards, same_hand
from motcua.procedures.queries.writing import versions_of
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.queries import Draft

_MOST_FOUND = 20


@require_safe
@administrators_only
def index(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List what is being written, and what is found to be changed."""
    words = request.GET.get("q", "").strip()[:100]
    page = {
        "agency": agency,
        "nav": "workshop",
        "drafts": queries.drafts(page_language()),
        "words": words,
        "found": find_procedures(words, today(), limit=_MOST_FOUND) if words else (),
    }
    return render(request, "console/workshop/index.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Begin a procedure from nothing."""
    known = {code: name for code, name, _count in fields_on(today()) if name}
    first = {"unit": "working-day", "level": "commune"}
    form = NewForm(posted(request), initial=first, fields=known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                by = acting(request, pack=skeleton(form.cleaned_data, today()))
                version = actions.begin_procedure(**by)
            except DomainError as refusal:
                form.add_error(None, refusal.text)
            else:
                messages.success(request, _("Đã tạo bản nháp. Hãy viết tiếp từng phần."))
                return redirect(overview_of(agency, version))
    page = Page(
        agency,
        "workshop",
        _("Thủ tục mới"),
        _("Tạo bản nháp"),
        "",
        reverse("console:workshop", args=[agency.code]),
        lead=_(
            "Thủ tục mới có sẵn tờ khai chung, quy trình bốn bước và mẫu kết quả để sửa dần; "
            "chưa ai thấy cho đến khi được công bố."
        ),
    )
    context = {"page": page, "form": form, "agency": agency, "nav": "workshop"}
    return render(request, "console/ask.html", context, status=status)


@require_POST
@administrators_only
def begin(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Begin the next version of a procedure, or go on with the one that is being written."""
    pack = pack_of(version_on(request.POST.get("code", ""), today()))
    try:
        version = actions.begin_version(**acting(request, pack=pack))
    except DraftExists as known:
        version = int(str(known.details["version"]))
        messages.info(request, known.text)
    return redirect(overview_of(agency, version))


@require_safe
@of_version
def version(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show a version: its parts, how it stands, what can be done with it."""
    found = queries.findings_at_all(draft)
    spot = places.find(draft.content, "")
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "rooms": rooms_of(spot),
        "lists": lists_of(spot, draft.pack, page_language(), depth=1),
        "blocking": sum(said.is_blocking for said in found),
        "doubts": sum(not said.is_blocking for said in found),
        "versions": versions_of(draft.version.code),
        **_rights(request, draft),
    }
    return render(request, "console/workshop/version.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def discard(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Ask whether to throw a draft away; posting does it."""
    page = Page(
        agency,
        "workshop",
        _("Xóa bản nháp"),
        _("Xóa bản nháp"),
        _("Đã xóa bản nháp."),
        reverse("console:workshop", args=[agency.code]),
        warning=_("Mọi điều đã viết trong bản nháp này sẽ mất."),
    )
    by = acting(request, version_id=draft.id)
    return ask(request, page, SureForm(posted(request)), lambda _data: actions.discard_draft(**by))


def _rights(request: HttpRequest, draft: Draft) -> dict[str, bool]:
    """Say what who looks may do with a version, so that the page offers only that."""
    by = acting(request)
    actor, now, version = by["actor"], by["now"], draft.version
    own = {*version.writers, *([version.asked_by] if version.asked_by else [])}
    return {
        "is_keeper": keeps(request),
        "is_own": actor.official_id in own,
        "is_same_hand": bool(same_hand(actor, own, now)),
        "discards": discards(actor, version, now),
    }
