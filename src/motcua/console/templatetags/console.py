"""The rail of the console: its pages, which one is shown, and what waits for a second person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.queries.outages import outages_asked
from motcua.identity.actions.factors import VALID_FOR
from motcua.identity.queries.factor_resets import waiting_resets
from motcua.kernel import clock
from motcua.kernel.backups import backups
from motcua.notifications.queries.sending import dead_count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

    from motcua.agencies.models import Agency

register = template.Library()

_NAMES: Mapping[str, _StrPromise] = {
    "agency": _("Thông tin"),
    "units": _("Các đơn vị"),
    "hours": _("Giờ làm việc"),
    "days": _("Ngày nghỉ, làm bù"),
    "outages": _("Sự cố đã công bố"),
    "series": _("Dãy biên lai"),
    "officials": _("Cán bộ"),
    "grants": _("Quyền cấp thêm"),
    "alike": _("Cán bộ giống nhau"),
    "resets": _("Cấp lại bước xác thực"),
    "offerings": _("Thủ tục đang nhận"),
    "processes": _("Quy trình giải quyết"),
    "document-templates": _("Mẫu văn bản"),
    "awaiting": _("Chờ xác nhận"),
    "synonyms": _("Lời thường khi tìm"),
    "to-open": _("Mở thêm thủ tục"),
    "workshop": _("Xưởng thủ tục"),
    "lists": _("Danh sách được giao"),
    "tariff": _("Cước bưu chính"),
    "wordings": _("Câu chữ của tin"),
    "sending": _("Gửi tin"),
    "guidance": _("Hướng dẫn có sẵn"),
    "flags": _("Điều chưa rõ"),
    "changes": _("Thay đổi chờ công bố"),
    "gone": _("Không còn trong danh mục"),
    "health": _("Tình trạng hệ thống"),
}
# Headings and the pages below each, as the rail shows them.
_GROUPS: tuple[tuple[_StrPromise, tuple[str, ...]], ...] = (
    (_("Cơ quan"), ("agency", "units", "hours", "days", "outages", "series", "health")),
    (_("Con người"), ("officials", "grants", "alike", "resets")),
    (
        _("Thủ tục"),
        (
            "offerings",
            "processes",
            "document-templates",
            "awaiting",
            "synonyms",
            "to-open",
            "workshop",
            "lists",
        ),
    ),
    (_("Trợ giúp"), ("tariff", "guidance", "wordings", "sending")),
    (_("Danh mục quốc gia"), ("flags", "changes", "gone")),
)
_FROM_ABOVE = ((_("Thủ tục"), ("offerings", "to-open")),)


@dataclass(frozen=True, slots=True)
class RailLink:
    """A page of the console; `count` is what waits there for a second person, if anything."""

    name: str
    href: str
    label: str
    count: int = 0


@register.inclusion_tag("console/_rail.html", takes_context=True)
def console_rail(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the console's pages in groups; folded, what is shown now and what waits there."""
    agency, nav = context.get("agency"), context.get("nav", "")
    is_from_above = bool(context.get("from_above"))
    groups = list(_groups(agency, is_from_above=is_from_above)) if agency else []
    links = {link.name: link for _heading, rows in groups for link in rows}
    return {
        "groups": groups,
        "current": nav,
        "here": links.get(nav) or {"label": _("Quản trị cơ quan")},
        "from_above": is_from_above,
    }


def _groups(agency: Agency, *, is_from_above: bool) -> Iterator[tuple[str, list[RailLink]]]:
    counts = {} if is_from_above else _waiting(agency)
    for heading, names in _FROM_ABOVE if is_from_above else _GROUPS:
        rows = [
            RailLink(
                name,
                reverse(f"console:{name}", args=[agency.code]),
                str(_NAMES[name]),
                counts.get(name, 0),
            )
            for name in names
        ]
        if "outages" in names:
            rows.append(RailLink("", reverse("desk:counter-setup"), str(_("Số thứ tự"))))
        yield str(heading), rows


def _waiting(agency: Agency) -> dict[str, int]:
    """Count what one administrator asked for and no second one has settled yet, by page."""
    return {
        "outages": outages_asked(agency.pk),
        "health": int(backups().are_late(clock.system_now())),
        "sending": dead_count([agency.pk], clock.now()),
        "resets": len(waiting_resets(agency.pk, clock.now() - VALID_FOR)),
    }
