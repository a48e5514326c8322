"""Checking a draft, asking for its publication, agreeing to it, taking it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.console.asking import Page, SureForm, ask, posted
from motcua.console.gate import acting, today
from motcua.console.workshop import queries
from motcua.console.workshop.actions import undo
from motcua.console.workshop.forms.comparing import compared
from motcua.console.workshop.forms.procedures import AskForm, ReturnForm
from motcua.console.workshop.views.opening import of_kept_version, of_version, overview_of
from motcua.kernel.errors import DomainError
from motcua.procedures import actions
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.forms.comparing import Changed
    from motcua.console.workshop.queries import Draft

asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@of_version
def check(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show everything the checks find, each leading to where it is put right."""
    found = queries.findings_of(draft, today())
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "errors": [said for said in found if said.is_blocking],
        "doubts": [said for said in found if not said.is_blocking],
    }
    return render(request, "console/workshop/check.html", page)


@require_safe
@of_version
def changes(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Say in words what changed since another version, the one in force unless told."""
    before = queries.version_before(draft, request.GET.get("since", ""))
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "before": before,
        "others": queries.others(draft),
        "changed": _changed(before, draft) if before else (),
    }
    return render(request, "console/workshop/changes.html", page)


def _changed(before: Draft, after: Draft) -> tuple[Changed, ...]:
    was, now = (before.pack, before.content), (after.pack, after.content)
    return compared(*was, *now, page_language())


@asks
@of_version
def ask_for(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Ask that a draft be published from a day on."""
    page = Page(
        agency,
        "workshop",
        _("Trình công bố"),
        _("Trình công bố"),
        _("Đã trình. Một quản trị viên khác cần duyệt."),
        overview_of(agency, draft.id),
        lead=_("Phiên bản đang áp dụng còn hiệu lực đến ngày này."),
    )
    form = AskForm(posted(request), initial={"publish_from": today()})
    by = acting(request, version_id=draft.id)
    return ask(
        request,
        page,
        form,
        lambda data: actions.ask_publication(**by, publish_from=data["publish_from"]),
    )


@asks
@of_version
def give_back(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Give a draft back to who wrote it, with what is to be changed."""
    page = Page(
        agency,
        "workshop",
        _("Trả lại người soạn"),
        _("Trả lại"),
        _("Đã trả lại người soạn."),
        overview_of(agency, draft.id),
    )
    by = acting(request, version_id=draft.id)
    return ask(
        request,
        page,
        ReturnForm(posted(request)),
        lambda data: actions.return_draft(**by, because=data["because"]),
    )


@require_POST
@of_kept_version
def agree(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Publish a draft as the second of two people."""
    by = acting(request, version_id=draft.id, digest=request.POST.get("digest", ""))
    try:
        actions.agree_to_publish(**by, revision=_number(request.POST.get("revision", "")))
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã công bố."))
    return redirect(overview_of(agency, draft.id))


def _number(text: str) -> int:
    """Read the revision that was looked at; what is none is no revision there can be."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


@asks
@of_kept_version
def take_back(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Take a publication back that nothing stands on yet."""
    page = Page(
        agency,
        "workshop",
        _("Hủy công bố"),
        _("Hủy công bố"),
        _("Đã hủy công bố. Phiên bản trước tiếp tục áp dụng."),
        overview_of(agency, draft.id),
        warning=_("Chỉ hủy được khi chưa có hồ sơ hay bản nháp hồ sơ nào theo phiên bản này."),
    )
    by = acting(request, version_id=draft.id)
    return ask(request, page, SureForm(posted(request)), lambda _data: undo(**by))
