"""Flags of the national catalogue: listed, narrowed, settled one by one or several at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps
from motcua.console.national import queries
from motcua.console.national.base import (
    GROUPS,
    KINDS,
    TIERS,
    asks_the_same,
    in_words,
    kept,
    key_of,
    kind_groups,
)
from motcua.console.national.forms import SettleForm
from motcua.procedures.actions.settling import settle_flags
from motcua.procedures.actions.settling_several import settle_several
from motcua.procedures.queries import national

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.national.queries import Chosen

_DONE = _("Đã ghi nhận. Nếu nội dung thay đổi, bản nháp nằm ở trang Thay đổi chờ công bố.")


@require_safe
@administrators_only
def flags(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List what was not understood, narrowed by kind, field, and words."""
    sought, page = _sought(request.GET, agency), _page(request.GET)
    counts = national.flag_counts(replace(sought, kind=""))
    here = {kind: count for kind, count in counts.items() if kind.startswith(sought.kind)}
    total = sum(count for count, _procedures in here.values())
    # What was settled leaves the list: its last page may be gone.
    page = min(page, max(1, -(-total // national.PER_PAGE)))
    rows = national.flags_of(sought, page)
    context = {
        "agency": agency,
        "nav": "flags",
        "rows": [
            (row, str(KINDS.get(row.kind, row.kind)), in_words(row.said), _key(row))
            for row in rows[: national.PER_PAGE]
        ],
        "kinds": kind_groups(counts, sought.kind),
        "fields": national.fields_with_flags(),
        "tiers": TIERS.items(),
        "sought": sought,
        "total": total,
        "before": _address(request.GET, page - 1) if page > 1 else "",
        "after": _address(request.GET, page + 1) if len(rows) > national.PER_PAGE else "",
        "is_keeper": keeps(request),
        "is_choosing": keeps(request) and asks_the_same(here),
        "kept": kept(request.GET),
        "hidden": QueryDict(kept(request.GET).removeprefix("?")).items(),
        "is_all": bool(request.GET.get("all")),
    }
    return render(request, "console/national/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def settle(request: HttpRequest, agency: Agency, record: str, kind: str, path: str) -> HttpResponse:
    """Show a flag beside its source, and take in what holds there."""
    flag = queries.flagged(record, kind, path, get_language() or "vi")
    form = SettleForm(posted(request), asks=flag.asks)
    page = Page(agency, "flags", flag.what, _("Ghi nhận"), _DONE, back=_back(request, agency))
    return ask(
        request,
        page,
        form,
        lambda _given: settle_flags(
            **acting(request), code=record, values={(kind, path): form.value}
        ),
        template="console/national/settle.html",
        more={"flag": flag},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def settle_chosen(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Show the flags that were chosen, and take in what holds at all of them."""
    keys = request.GET.getlist("flag")[: national.PER_PAGE]
    found = queries.chosen(keys, get_language() or "vi")
    back = _back(request, agency)
    if found.asks is None:
        context = {"agency": agency, "nav": "flags", "back": back, "found": found}
        return render(request, "console/national/none_chosen.html", context)
    form = SettleForm(posted(request), asks=found.asks)
    if request.method == "POST" and form.is_valid():
        _settle(request, found, form)
        return redirect(back)
    count = len(found.flags)
    title = ngettext("Xử lý %(count)d điều", "Xử lý %(count)d điều", count) % {"count": count}
    page = Page(agency, "flags", title, _("Ghi nhận cho tất cả"), "", back=back)
    context = {"page": page, "form": form, "agency": agency, "nav": "flags", "flags": found.flags}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/national/settle_chosen.html", context, status=status)


def _settle(request: HttpRequest, found: Chosen, form: SettleForm) -> None:
    told = settle_several(**acting(request), places=found.places, value=form.value)
    if told.count:
        messages.success(request, str(_DONE))
    for code, why in told.refused.items():
        messages.warning(request, f"{code}: {why}")


def _back(request: HttpRequest, agency: Agency) -> str:
    """Give the list as it was narrowed, at the same page."""
    return reverse("console:flags", args=[agency.code]) + kept(request.GET)


def _key(row: national.FlagRow) -> str:
    return key_of(row.code, row.kind, row.path)


def _sought(given: QueryDict, agency: Agency) -> national.Sought:
    kind, tier = given.get("kind", ""), given.get("tier", "")
    return national.Sought(
        kind=kind if kind in GROUPS or kind in KINDS else "",
        field=given.get("field", "")[:60].replace("\0", ""),
        words=given.get("q", "")[:200].replace("\0", ""),
        tier=tier if tier in TIERS else "",
        agency_id=agency.pk if given.get("ours") else 0,
        is_open=given.get("state") != "settled",
    )


def _page(given: QueryDict) -> int:
    text = given.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10**5 else 1


def _address(given: QueryDict, page: int) -> str:
    changed = given.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"
