"""Parts of a draft on pages: shown, changed, put in order; nobody's writing is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.console.gate import acting
from motcua.console.workshop.base import labels, places
from motcua.console.workshop.base.renaming import with_key
from motcua.console.workshop.base.shapes import naming_of
from motcua.console.workshop.forms import drawing, listing
from motcua.console.workshop.forms.choosing import choice_of
from motcua.console.workshop.forms.judging import judge
from motcua.console.workshop.forms.merging import Chosen, Merged, merged, own_part
from motcua.console.workshop.forms.reading import Written, read_object
from motcua.console.workshop.forms.rearranging import is_rearranging, rearranged
from motcua.console.workshop.forms.scoping import scope_at
from motcua.console.workshop.queries import draft_of, findings_at
from motcua.console.workshop.views.opening import of_version, overview_of, page_of
from motcua.kernel.errors import NotFound
from motcua.procedures import actions
from motcua.procedures.base.loading import pack_from, with_lists
from motcua.procedures.errors import DraftMoved, NotADraft, PackInvalid
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.base.places import Raw, Spot
    from motcua.console.workshop.queries import Draft

_TRIES = 3
_NAME = "_name"


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


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def edit(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show a part of a version; posting keeps what was written."""
    try:
        spot = places.find(draft.content, request.GET.get("at", ""))
    except places.NoSuchPlace as gone:
        return _gone(request, agency, draft, gone)
    return _answer(Desk(request, agency, draft, spot))


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def add(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Ask for a new item of a list; posting adds it."""
    at, to, kind = (request.GET.get(name, "") for name in ("at", "to", "kind"))
    try:
        spot = places.new_in(draft.content, at, to, kind)
    except places.NoSuchPlace as error:
        raise NotFound from error
    return _answer(Desk(request, agency, draft, spot))


@require_POST
@of_version
def arrange(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Move an item up or down, or copy it; the button says which."""
    done = {"up": -1, "down": 1, "copy": 0}
    act = next((name for name in done if name in request.POST), "")
    place = request.POST.get(act, "")
    try:
        spot = places.find(draft.content, place)
    except places.NoSuchPlace as error:
        raise NotFound from error
    if spot.branch is None or spot.branch.is_map:
        raise NotFound
    content = (
        places.doubled(draft.content, spot)
        if act == "copy"
        else places.moved(draft.content, spot, done[act])
    )
    _keep(request, draft, content)
    back = request.POST.get("back", spot.above)
    return redirect(page_of(agency, draft.id, back, listing.anchor_of(place)))


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def remove(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Ask whether to take an item out; posting does it."""
    try:
        spot = places.find(draft.content, request.GET.get("at", ""))
    except places.NoSuchPlace as error:
        raise NotFound from error
    if spot.branch is None:
        raise NotFound
    title = listing.crumb_words(spot.place, spot.model.__name__, spot.raw, page_language())
    if request.method == "POST":
        _keep(request, draft, places.without(draft.content, spot))
        messages.success(request, _("Đã bỏ “%(title)s”.") % {"title": title})
        return redirect(page_of(agency, draft.id, spot.above))
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "title": title,
        "back": page_of(agency, draft.id, spot.above),
    }
    return render(request, "console/workshop/remove.html", page)


def _answer(desk: Desk) -> HttpResponse:
    if desk.request.method != "POST":
        return _show(desk, Written(raw=own_part(desk.spot.shape, desk.spot.raw)))
    if not desk.draft.is_open:
        raise NotADraft
    if is_rearranging(desk.request.POST):
        return _rearrange(desk)
    return _save(desk)


def _rearrange(desk: Desk) -> HttpResponse:
    scope = scope_at(desk.draft.pack, desk.spot)
    written = read_object(desk.spot.shape, desk.request.POST, scope, keeps_empty=True)
    written.problems.clear()
    rearranged(written, desk.request.POST, desk.more)
    return _show(desk, written)


def _save(desk: Desk) -> HttpResponse:
    """Merge, check and keep what was posted; say what stands in the way."""
    spot, data = desk.spot, desk.request.POST
    written = read_object(spot.shape, data, scope_at(desk.draft.pack, spot))
    whose = {name[8:]: data.get(name, "") for name in data if name.startswith("_choose.")}
    chosen = Chosen(whose, _base(data.get("_seen", "")))
    found = merged(
        spot.shape,
        _base(data.get("_base", "")),
        own_part(spot.shape, spot.raw),
        written.raw,
        chosen,
    )
    if found.clashes:
        return _clash(desk, found)
    kept = {key: spot.raw[key] for key in spot.shape.inner if key in spot.raw}
    raw = {**found.raw, **kept, **({"kind": spot.raw["kind"]} if "kind" in spot.raw else {})}
    raw = {**raw, **_left_out(spot)}
    holder = places.find(desk.draft.content, spot.above) if spot.branch else None
    judge(spot, raw, written, holder, places.keys_of(desk.draft.content))
    name = _map_name(desk, written)
    if written.problems:
        return _show(desk, written, status=422)
    return _kept(desk, written, raw, found, name)


def _kept(desk: Desk, written: Written, raw: Raw, found: Merged, name: str) -> HttpResponse:
    spot, draft = desk.spot, desk.draft
    content, _location = places.put(draft.content, spot, raw, name)
    old, new = (str(each.get("key", "")) for each in (spot.raw, raw))
    if naming_of(spot.model) == "key" and old and old != new:
        content = with_key(content, old, new)
    try:
        _keep(desk.request, draft, content)
    except PackInvalid as error:
        problems = error.details["problems"]
        assert isinstance(problems, list)
        for where, what in problems:
            written.complain("", f"{where}: {what}")
        return _show(desk, written, status=422)
    except DraftMoved:
        return _again(desk)
    if found.took_theirs:
        messages.info(
            desk.request, _("Người khác vừa sửa phần này; những gì họ sửa được giữ lại cả.")
        )
    messages.success(desk.request, _("Đã lưu."))
    return redirect(_after(desk, content))


def _again(desk: Desk) -> HttpResponse:
    """Somebody saved in the moment between reading and keeping: read anew, and merge."""
    draft = draft_of(desk.draft.id)
    try:
        place = desk.spot.place
        spot = (
            places.new_in(
                draft.content,
                desk.request.GET.get("at", ""),
                desk.request.GET.get("to", ""),
                desk.request.GET.get("kind", ""),
            )
            if desk.is_new
            else places.find(draft.content, place)
        )
    except places.NoSuchPlace as gone:
        return _gone(desk.request, desk.agency, draft, gone)
    return _save(Desk(desk.request, desk.agency, draft, spot))


def _after(desk: Desk, content: Raw) -> str:
    """Say where to go once it is kept: a new item with lists of its own, else back."""
    spot, version = desk.spot, desk.draft.id
    if spot.branch is None:
        return (
            page_of(desk.agency, version, spot.place)
            if spot.place
            else overview_of(desk.agency, version)
        )
    holder = places.find(content, spot.above)
    items = places.items_of(holder, spot.branch.key)
    if desk.is_new and spot.shape.branches:
        return page_of(desk.agency, version, items[-1].place)
    at = len(items) - 1 if spot.index == -1 else spot.index
    anchor = listing.anchor_of(items[at].place) if isinstance(at, int) else ""
    return page_of(desk.agency, version, spot.above, anchor)


def _keep(request: HttpRequest, draft: Draft, content: Raw) -> None:
    pack = with_lists(pack_from(content, where=draft.version.code))
    if pack.code != draft.version.code:
        raise PackInvalid(problems=[("code", _("mã thủ tục không đổi được sau khi tạo"))])
    by = acting(request, version_id=draft.id, revision=draft.version.revision)
    actions.save_draft(**by, pack=pack)


def _map_name(desk: Desk, written: Written) -> str:
    """Read the key of an object in a map; complain where it is none."""
    branch = desk.spot.branch
    if branch is None or not branch.is_map:
        return ""
    name = desk.request.POST.get(_NAME, "").strip()
    if not name.isascii() or not name.replace("_", "").isalnum() or not name[:1].islower():
        written.complain(_NAME, _("Tên dữ liệu gồm chữ thường không dấu, chữ số, gạch dưới."))
    holder = places.find(desk.draft.content, desk.spot.above)
    taken = {item.name for item in places.items_of(holder, branch.key)} - {str(desk.spot.index)}
    if name in taken:
        written.complain(_NAME, _("Mã này đã dùng. Hãy chọn mã khác."))
    return name


def _left_out(spot: Spot) -> Raw:
    """Keep what has a page elsewhere: the template of the result, lists of answers."""
    return {key: spot.raw[key] for key in ("template", "lists") if key in spot.raw}


def _show(desk: Desk, written: Written, status: int = 200) -> HttpResponse:
    spot, draft, language = desk.spot, desk.draft, page_language()
    sheet = drawing.Sheet(draft.pack, scope_at(draft.pack, spot), language, desk.more)
    blocks = drawing.draw(spot.shape, written, sheet)
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
        "kind": labels.kind_words(str(spot.raw["kind"])) if _is_question(spot) else "",
        "trail": listing.trail_of(spot, language),
        "blocks": blocks,
        "problems": problems,
        "lists": () if desk.is_new else listing.lists_of(spot, draft.pack, language),
        "findings": () if desk.is_new else findings_at(draft, spot.place),
        "base": base,
        "back": _back(desk),
    }
    return render(desk.request, "console/workshop/edit.html", page, status=status)


def _shown_name(desk: Desk) -> str:
    typed: str = desk.request.POST.get(_NAME, "")
    return typed or ("" if desk.spot.index == -1 else str(desk.spot.index))


def _is_question(spot: Spot) -> bool:
    return "kind" in spot.raw and "label" in spot.model.model_fields


def _title(desk: Desk) -> str:
    name = desk.spot.model.__name__
    if desk.is_new:
        return _("Thêm: %(what)s") % {"what": labels.model_words(name).lower()}
    return (
        listing.crumb_words(desk.spot.place, name, desk.spot.raw, page_language())
        if (desk.spot.place)
        else labels.model_words("Pack")
    )


def _back(desk: Desk) -> str:
    if desk.is_new:
        return page_of(desk.agency, desk.draft.id, desk.request.GET.get("at", ""))
    if desk.spot.branch is None:
        return overview_of(desk.agency, desk.draft.id)
    return page_of(desk.agency, desk.draft.id, desk.spot.above, listing.anchor_of(desk.spot.place))


def _clash(desk: Desk, found: Merged) -> HttpResponse:
    """Show what two people wrote differently, field by field, to choose from."""
    language = page_language()
    page = {
        "agency": desk.agency,
        "nav": "workshop",
        "draft": desk.draft,
        "title": _title(desk),
        "clashes": [choice_of(clash, language) for clash in found.clashes],
        "typed": _typed(desk.request),
        "base": desk.request.POST.get("_base", ""),
        "seen": json.dumps(own_part(desk.spot.shape, desk.spot.raw)),
    }
    return render(desk.request, "console/workshop/clash.html", page, status=409)


def _gone(
    request: HttpRequest, agency: Agency, draft: Draft, gone: places.NoSuchPlace
) -> HttpResponse:
    """Somebody took the part out, or named it anew: what was typed can be added again."""
    if request.method != "POST":
        raise NotFound from gone
    parts = str(gone).split("/")
    page: dict[str, Any] = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "above": "/".join(parts[:-2]),
        "to": parts[-2] if len(parts) > 1 else "",
        "kind": request.POST.get("_kind", ""),
        "typed": _typed(request),
        "back": page_of(agency, draft.id, gone.above),
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


def _base(text: str) -> Raw:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
