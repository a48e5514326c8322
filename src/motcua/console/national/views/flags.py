"""Flags of the national catalogue: listed, narrowed, settled one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.asking import Page, ask, posted
from motcua.console.gate import acting, administrators_only, keepers_only, keeps
from motcua.console.national import queries
from motcua.console.national.base import GROUPS, KINDS, TIERS
from motcua.console.national.forms import SettleForm
from motcua.procedures.actions.settling import settle_flags
from motcua.procedures.queries import national

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from motcua.agencies.models import Agency


@require_safe
@administrators_only
def flags(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List what was not understood, narrowed by kind, field, and words."""
    sought, page = _sought(request.GET, agency), _page(request.GET)
    rows = national.flags_of(sought, page)
    counts = national.flag_counts(replace(sought, kind=""))
    context = {
        "agency": agency,
        "nav": "flags",
        "rows": [(row, str(KINDS.get(row.kind, row.kind))) for row in rows[: national.PER_PAGE]],
        "kinds": _groups(counts, sought.kind),
        "fields": national.fields_with_flags(),
        "tiers": TIERS.items(),
        "sought": sought,
        "total": sum(count for count, _procedures in counts.values()),
        "before": _address(request.GET, page - 1) if page > 1 else "",
        "after": _address(request.GET, page + 1) if len(rows) > national.PER_PAGE else "",
        "is_keeper": keeps(request),
    }
    return render(request, "console/national/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def settle(request: HttpRequest, agency: Agency, record: str, kind: str, path: str) -> HttpResponse:
    """Show a flag beside its source, and take in what holds there."""
    flag = queries.flagged(record, kind, path, get_language() or "vi")
    form = SettleForm(posted(request), asks=flag.asks)
    page = Page(
        agency,
        "flags",
        flag.what,
        _("Ghi nhận"),
        _("Đã ghi nhận. Nếu nội dung thay đổi, bản nháp nằm ở trang Thay đổi chờ công bố."),
        back=reverse("console:flags", args=[agency.code]),
    )
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


def _groups(counts: dict[str, tuple[int, int]], chosen: str) -> list[tuple[str, str, int, bool]]:
    """Give the groups of kinds that there are, each with its number of flags."""
    return [
        (group, str(label), total, chosen.startswith(group))
        for group, label in GROUPS.items()
        if (total := sum(number for kind, (number, _p) in counts.items() if kind.startswith(group)))
    ]


def _address(given: QueryDict, page: int) -> str:
    changed = given.copy()
    changed["page"] = str(page)
    return f"?{changed.urlencode()}"
