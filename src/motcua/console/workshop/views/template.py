"""The template of the result: written as text, drawn with made-up data beside it."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.console.gate import acting, today
from motcua.console.workshop.base.drawing import Drawn, draw_template, sample_paper
from motcua.console.workshop.forms.choosing import Choice
from motcua.console.workshop.views.opening import of_version
from motcua.kernel import clock
from motcua.procedures import actions
from motcua.procedures.base.loading import pack_from, with_lists
from motcua.procedures.base.texts import unkept
from motcua.procedures.errors import ConditionInvalid, DraftMoved, NotADraft

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.queries import Draft

_LONGEST = 100_000
_SEEDS = 99


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def template(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show the template with what it makes; posting keeps it, or only draws it anew."""
    kept = draft.pack.result.template
    if request.method != "POST":
        return _show(request, agency, draft, kept, _drawn(draft, kept, request))
    if not draft.is_open:
        raise NotADraft
    typed = request.POST.get("template", "").replace("\r\n", "\n")[:_LONGEST]
    drawn = _drawn(draft, typed, request)
    if "_try" in request.POST or drawn.is_endless or not typed.strip() or unkept(typed):
        return _show(request, agency, draft, typed, drawn)
    if _clashes(request, kept, typed):
        return _clash(request, agency, draft, typed)
    wanted = kept if request.POST.get("_choose.template") == "theirs" else typed
    return _keep(request, agency, draft, wanted)


def _keep(request: HttpRequest, agency: Agency, draft: Draft, wanted: str) -> HttpResponse:
    content = {**draft.content, "result": {**draft.content["result"], "template": wanted}}
    pack = with_lists(pack_from(content, where=draft.version.code))
    by = acting(request, version_id=draft.id, revision=draft.version.revision)
    try:
        actions.save_draft(**by, pack=pack)
    except DraftMoved as moved:
        messages.error(request, moved.text)
        return _show(request, agency, draft, wanted, _drawn(draft, wanted, request), status=409)
    messages.success(request, _("Đã lưu."))
    return redirect(request.path)


def _clashes(request: HttpRequest, kept: str, typed: str) -> bool:
    """Say whether somebody else kept another text meanwhile, and nobody chose yet."""
    was = request.POST.get("_base", "")
    is_chosen = request.POST.get("_seen") == _mark(kept) and "_choose.template" in request.POST
    return _mark(kept) != was and kept != typed and not is_chosen


def _clash(request: HttpRequest, agency: Agency, draft: Draft, typed: str) -> HttpResponse:
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "title": _("Mẫu in kết quả"),
        "clashes": [Choice("template", _("Mẫu in kết quả"), typed, draft.pack.result.template)],
        "typed": [("template", typed)],
        "base": request.POST.get("_base", ""),
        "seen": _mark(draft.pack.result.template),
    }
    return render(request, "console/workshop/clash.html", page, status=409)


def _drawn(draft: Draft, text: str, request: HttpRequest) -> Drawn:
    if unkept(text):
        return Drawn(problem=_("Có ký tự không in được."))
    try:
        data = sample_paper(draft.rules(today()), clock.civil(clock.now()), _seed(request))
    except (ConditionInvalid, RuntimeError):
        return Drawn(problem=_("Biểu mẫu còn lỗi nên chưa có dữ liệu thử. Xem trang Kiểm tra."))
    return draw_template(text, data, clock.now())


def _seed(request: HttpRequest) -> int:
    text = request.GET.get("sample", "")
    return int(text) % _SEEDS if re.fullmatch(r"[0-9]{1,9}", text) else 1


def _show(
    request: HttpRequest, agency: Agency, draft: Draft, text: str, drawn: Drawn, status: int = 200
) -> HttpResponse:
    is_wrong = bool(drawn.problem) and request.method == "POST"
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "text": text,
        "drawn": drawn,
        "base": request.POST.get("_base") or _mark(draft.pack.result.template),
        "fields": sorted(draft.pack.result.data),
        "next": _seed(request) + 1,
    }
    code = 422 if is_wrong and status == 200 else status
    return render(request, "console/workshop/template.html", page, status=code)


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()
