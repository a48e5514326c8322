"""Tags of what officials keep: saved views in the rail, help on each page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext as _

from motcua.agencies.enums import Role
from motcua.desk.guide.queries import chapter
from motcua.dossiers.queries.agreeing import sets_rules
from motcua.dossiers.queries.keeping import ticks_of, views_shown, writes_phrases
from motcua.dossiers.queries.opinions import asked_count
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from motcua.desk.guide.base import Chapter
    from motcua.kernel.actors import Actor

register = template.Library()
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
    return {
        "views": [(view, urlencode(view.filters.as_pairs())) for view in views],
        "here": request.get_full_path().partition("?")[2],
        "current": current,
        "links": list(_links(actor)) if is_official else [],
        "help": help_on(name, get_language() or "vi"),
        "chapter": chapter_on(name),
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
        yield "asked", reverse("desk:asked"), _("Cơ quan khác hỏi ý kiến"), waiting
    if actor.agencies(Role.LEADER):
        yield "to-sign", reverse("desk:documents-to-sign"), _("Văn bản chờ ký"), None
    yield "absences", reverse("desk:absences"), _("Vắng mặt, làm thay"), None
    if writes_phrases(actor):
        yield "phrases", reverse("desk:phrases"), _("Câu mẫu"), None
    if sets_rules(actor):
        yield "two-people", reverse("desk:two-people"), _("Việc cần hai người"), None
    if "" not in ticks_of(actor):
        yield "first-day", reverse("desk:first-day"), _("Ngày đầu làm việc"), None


@cache
def _helps() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
