"""Tags of what officials keep: saved views in the rail, help on each page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy

from motcua.agencies.enums import Role
from motcua.desk.addresses import address
from motcua.desk.guide.queries import chapter
from motcua.dossiers.queries.agreeing import endings_asked, sets_rules
from motcua.dossiers.queries.keeping import ticks_of, views_shown, writes_phrases
from motcua.dossiers.queries.opinions import asked_count
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

    from motcua.desk.guide.base import Chapter
    from motcua.kernel.actors import Actor

register = template.Library()
NAMES: Mapping[str, str | _StrPromise] = {
    "notices": gettext_lazy("Tin mới"),
    "guide": gettext_lazy("Hướng dẫn cho cán bộ"),
    "views": gettext_lazy("Danh sách đã lưu"),
    "asked": gettext_lazy("Cơ quan khác hỏi ý kiến"),
    "to-sign": gettext_lazy("Văn bản chờ ký"),
    "absences": gettext_lazy("Vắng mặt, làm thay"),
    "phrases": gettext_lazy("Câu mẫu"),
    "two-people": gettext_lazy("Việc cần hai người"),
    "first-day": gettext_lazy("Ngày đầu làm việc"),
    "voice": gettext_lazy("Phản ánh, kiến nghị"),
    "help": gettext_lazy("Tổng đài trợ giúp"),
    "satisfaction": gettext_lazy("Mức hài lòng"),
    "counter": gettext_lazy("Quầy"),
    "bookings": gettext_lazy("Lịch hẹn"),
    "outages": gettext_lazy("Giấy nhận khi sự cố"),
    "taking-over": gettext_lazy("Nhận bàn giao"),
    "parcels": gettext_lazy("Gửi, nhận bưu chính"),
    "drawer": gettext_lazy("Ngăn tiền"),
    "purse": gettext_lazy("Quỹ tiền mặt"),
    "takings": gettext_lazy("Thu phí, lệ phí"),
    "receipts": gettext_lazy("Sổ biên lai"),
    "register": gettext_lazy("Sổ theo dõi hồ sơ"),
    "leading": gettext_lazy("Tình hình đơn vị"),
    "audit": gettext_lazy("Kiểm tra nhật ký"),
    "console": gettext_lazy("Quản trị cơ quan"),
    "counter-setup": gettext_lazy("Số thứ tự"),
}
"""What the pages beside the queues are called in the rail, for whoever has them."""
_FILE = Path(__file__).parents[1] / "help.yaml"


@register.inclusion_tag("desk/_kept.html", takes_context=True)
def kept(context: dict[str, Any], current: str = "") -> dict[str, Any]:
    """Draw an official's saved views with their counts, the pages of what he keeps, and help."""
    request = context["request"]
    actor = visit(request).actor
    is_official = actor.kind == "official" and bool(actor.powers)
    views = views_shown(actor, clock.now()) if is_official else ()
    match = request.resolver_match
    name = match.view_name if match else ""
    here = request.get_full_path().partition("?")[2]
    pairs = [urlencode(view.filters.as_pairs()) for view in views]
    told = chapter_on(name)
    return {
        "views": tuple(
            (view.name, f"{address('desk:queue')}?{own}", view.count, own == here)
            for view, own in zip(views, pairs, strict=True)
        ),
        "current": current,
        "links": tuple(_links(actor)) if is_official else (),
        "help": help_on(name, get_language() or "vi"),
        "chapter": (told.title, reverse("desk:guide-chapter", args=[told.name])) if told else (),
        "arranging": address("desk:views"),
        "guide": address("desk:guide"),
    }


def help_on(name: str, language: str) -> tuple[str, ...]:
    """Give the lines of help for a page, by the name of its address; none where there is none."""
    return tuple(_help_of(name).get(language, ()))


def chapter_on(name: str) -> Chapter | None:
    """Give the chapter of the guide that tells of a page; None where there is none."""
    found = _help_of(name).get("guide")
    return chapter(found) if found else None


def _help_of(name: str) -> Mapping[str, Any]:
    return _helps().get(name.partition(":")[2], {})


def _links(actor: Actor) -> Iterator[tuple[str, str, str, int | None]]:
    """Give (name, address, text, count) of the pages of what an official keeps."""
    waiting = asked_count(actor)
    if waiting:
        yield "asked", address("desk:asked"), str(NAMES["asked"]), waiting
    if actor.agencies(Role.LEADER):
        yield "to-sign", address("desk:documents-to-sign"), str(NAMES["to-sign"]), None
    yield "absences", address("desk:absences"), str(NAMES["absences"]), None
    if writes_phrases(actor):
        yield "phrases", address("desk:phrases"), str(NAMES["phrases"]), None
    if sets_rules(actor):
        yield (
            "two-people",
            address("desk:two-people"),
            str(NAMES["two-people"]),
            endings_asked(actor),
        )
    if "" not in ticks_of(actor):
        yield "first-day", address("desk:first-day"), str(NAMES["first-day"]), None


@cache
def _helps() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
