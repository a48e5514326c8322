"""What editing shows: the page of a part, two people's differences, what is no longer there."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _

from motcua.console.workshop.base import choices, labels, places
from motcua.console.workshop.forms import drawing, listing
from motcua.console.workshop.forms.choosing import choice_of
from motcua.console.workshop.forms.judging import owes_citation
from motcua.console.workshop.forms.merging import own_part
from motcua.console.workshop.forms.scoping import scope_at
from motcua.console.workshop.forms.sheets import Sheet
from motcua.console.workshop.queries import findings_at
from motcua.console.workshop.views.opening import list_of, overview_of, page_of
from motcua.kernel.errors import NotFound
from motcua.procedures.base.processes.svg import process_svg
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.base.places import Spot
    from motcua.console.workshop.forms.merging import Merged
    from motcua.console.workshop.forms.reading import Written
    from motcua.console.workshop.queries import Draft

NAME = "_name"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every step of editing has at hand."""

    request: HttpRequest
    agency: Agency
    draft: Draft
    spot: Spot
    more: dict[str, int] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Say whether the object is still to be added."""
        return self.spot.index == -1 and self.spot.branch is not None


def show(desk: Desk, written: Written, status: int = 200) -> HttpResponse:
    spot, draft, language = desk.spot, desk.draft, page_language()
    blocks = drawing.draw(spot.shape, written, sheet_of(desk))
    if spot.branch is not None and spot.branch.is_map:
        blocks.insert(0, drawing.name_block(_shown_name(desk), written))
    problems = [pair for block in blocks for pair in block.problems()]
    problems += [("main", message) for message in written.problems.get("", ())]
    data = desk.request.POST
    base = data["_base"] if "_base" in data else json.dumps(own_part(spot.shape, spot.raw))
    page = {
        "agency": desk.agency,
        "nav": "workshop",
        "draft": draft,
        "spot": spot,
        "is_new": desk.is_new,
        "title": _title(desk),
        "kind": choices.kind_words(str(spot.raw["kind"])) if _is_question(spot) else "",
        "trail": listing.trail_of(spot, language),
        "blocks": blocks,
        "problems": problems,
        "only": _only(desk),
        "tried": _tried(spot),
        "lists": () if desk.is_new else _lists(desk, language),
        "drawing": process_svg(draft.pack.process, language) if spot.place == "process" else "",
        "findings": () if desk.is_new else findings_at(draft, spot.place),
        "base": base,
        "back": _back(desk),
    }
    return render(desk.request, "console/workshop/edit.html", page, status=status)


def sheet_of(desk: Desk) -> Sheet:
    """Give what the page of a part is drawn from."""
    pack, spot = desk.draft.pack, desk.spot
    scope = scope_at(pack, spot)
    return Sheet(pack, scope, page_language(), desk.more, is_cited=owes_citation(spot))


def _only(desk: Desk) -> str:
    """Give the key of the pack's list that the page is about; empty for the pack itself."""
    chosen: str = desk.request.GET.get("list", "")
    is_ours = not desk.spot.place and any(each.key == chosen for each in desk.spot.shape.branches)
    return chosen if is_ours else ""


def _lists(desk: Desk, language: str) -> tuple[listing.ListDrawn, ...]:
    drawn = listing.lists_of(desk.spot, desk.draft.pack, language)
    if desk.spot.place:
        return drawn
    return tuple(each for each in drawn if each.key == _only(desk))


def _tried(spot: Spot) -> list[str]:
    """Give the conditions of an object that can be tried."""
    if spot.place.startswith("result"):
        return []
    return [name for name in ("when", "must") if spot.raw.get(name)]


def _shown_name(desk: Desk) -> str:
    typed: str = desk.request.POST.get(NAME, "")
    return typed or ("" if desk.spot.index == -1 else str(desk.spot.index))


def _is_question(spot: Spot) -> bool:
    return "kind" in spot.raw and "label" in spot.model.model_fields


def _title(desk: Desk) -> str:
    name = desk.spot.model.__name__
    if desk.is_new:
        return _("Thêm: %(what)s") % {"what": choices.model_words(name).lower()}
    if _only(desk):
        return str(labels.words_of(name, _only(desk)).label)
    if not desk.spot.place:
        return choices.model_words(name)
    return listing.crumb_words(desk.spot.place, name, desk.spot.raw, page_language())


def _back(desk: Desk) -> str:
    if desk.spot.branch is None:
        return overview_of(desk.agency, desk.draft.id)
    anchor = "" if desk.is_new else listing.anchor_of(desk.spot.place)
    return list_of(desk.agency, desk.draft.id, desk.spot, anchor)


def clash(desk: Desk, found: Merged) -> HttpResponse:
    """Show what two people wrote differently, field by field, to choose from."""
    language = page_language()
    page = {
        "agency": desk.agency,
        "nav": "workshop",
        "draft": desk.draft,
        "title": _title(desk),
        "clashes": [choice_of(clash, desk.draft.pack, language) for clash in found.clashes],
        "typed": _typed(desk.request),
        "base": desk.request.POST.get("_base", ""),
        "seen": json.dumps(own_part(desk.spot.shape, desk.spot.raw)),
    }
    return render(desk.request, "console/workshop/clash.html", page, status=409)


def gone(
    request: HttpRequest, agency: Agency, draft: Draft, missing: places.NoSuchPlace
) -> HttpResponse:
    """Somebody took the part out, or named it anew: what was typed can be added again."""
    if request.method != "POST":
        raise NotFound from missing
    parts = str(missing).split("/")
    page: dict[str, Any] = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "above": "/".join(parts[:-2]),
        "to": parts[-2] if len(parts) > 1 else "",
        "kind": request.POST.get("_kind", ""),
        "typed": _typed(request),
        "back": page_of(agency, draft.id, missing.above),
    }
    return render(request, "console/workshop/gone.html", page, status=409)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Give everything that was typed, to be posted again."""
    ours = ("_base", "_seen", "_choose.", "csrf")
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if not name.startswith(ours)
        for value in values
    ]
