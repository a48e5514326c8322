"""Parts of a draft on pages: shown, changed, put in order; nobody's writing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from motcua.console.gate import acting
from motcua.console.workshop.base import places
from motcua.console.workshop.base.carried import read_json
from motcua.console.workshop.base.renaming import with_key, with_step
from motcua.console.workshop.base.shapes import naming_of
from motcua.console.workshop.forms import listing
from motcua.console.workshop.forms.candidates import not_listed
from motcua.console.workshop.forms.judging import judge
from motcua.console.workshop.forms.merging import Chosen, Merged, merged, own_part
from motcua.console.workshop.forms.reading import Written, not_offered, read_object
from motcua.console.workshop.forms.rearranging import is_rearranging, rearranged
from motcua.console.workshop.forms.scoping import scope_at
from motcua.console.workshop.queries import draft_of
from motcua.console.workshop.views.opening import list_of, of_version, overview_of, page_of
from motcua.console.workshop.views.showing import NAME, Desk, clash, gone, sheet_of, show
from motcua.kernel.errors import NotFound
from motcua.procedures import actions
from motcua.procedures.base.loading import pack_from, with_lists
from motcua.procedures.base.processes.spec import Step
from motcua.procedures.errors import DraftMoved, NotADraft, PackInvalid
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Agency
    from motcua.console.workshop.base.places import Raw, Spot
    from motcua.console.workshop.queries import Draft

_TRIES = 3


@require_http_methods(["GET", "HEAD", "POST"])
@of_version
def edit(request: HttpRequest, agency: Agency, draft: Draft) -> HttpResponse:
    """Show a part of a version; posting keeps what was written."""
    try:
        spot = places.find(draft.content, request.GET.get("at", ""))
    except places.NoSuchPlace as missing:
        return gone(request, agency, draft, missing)
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
    back, anchor = request.POST.get("back", spot.above), listing.anchor_of(place)
    if back or not request.POST.get("list"):
        return redirect(page_of(agency, draft.id, back, anchor))
    return redirect(f"{page_of(agency, draft.id)}&list={request.POST['list']}#{anchor}")


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
        return redirect(list_of(agency, draft.id, spot))
    page = {
        "agency": agency,
        "nav": "workshop",
        "draft": draft,
        "title": title,
        "back": list_of(agency, draft.id, spot),
    }
    return render(request, "console/workshop/remove.html", page)


def _answer(desk: Desk) -> HttpResponse:
    if desk.request.method != "POST":
        return show(desk, Written(raw=own_part(desk.spot.shape, desk.spot.raw)))
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
    return show(desk, written)


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
        return clash(desk, found)
    kept = {key: spot.raw[key] for key in spot.shape.inner if key in spot.raw}
    raw = {**found.raw, **kept, **({"kind": spot.raw["kind"]} if "kind" in spot.raw else {})}
    raw = {**raw, **_left_out(spot)}
    holder = places.find(desk.draft.content, spot.above) if spot.branch else None
    if holder is not None and (known := _already(desk, raw, holder)) is not None:
        messages.success(desk.request, _("Đã lưu."))
        return redirect(_after(desk, desk.draft.content, known))
    judge(spot, raw, written, holder, places.keys_of(desk.draft.content))
    name = _map_name(desk, written)
    _refuse_not_offered(desk, written)
    if written.problems:
        return show(desk, written, status=422)
    return _kept(desk, written, raw, found, name)


def _already(desk: Desk, raw: Raw, holder: Spot) -> int | None:
    """Give where a new item stands already, just as it is: the button was pressed twice."""
    spot = desk.spot
    if not desk.is_new or spot.branch is None:
        return None
    name = desk.request.POST.get(NAME, "").strip() if spot.branch.is_map else ""
    try:
        made = spot.model.model_validate(raw)
    except ValidationError:
        return None
    usual = made.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    items = places.items_of(holder, spot.branch.key)
    same = (at for at, one in enumerate(items) if one.raw == usual and name in {"", one.name})
    return next(same, None)


def _refuse_not_offered(desk: Desk, written: Written) -> None:
    """Complain of codes that the page does not offer; what stood there before may stay."""
    spot = desk.spot
    sheet = sheet_of(desk)
    for name in not_listed(spot.shape, written.raw, spot.raw, sheet):
        written.complain(name, not_offered())
    kinds = {kind for branch in spot.shape.branches for kind in branch.kinds}
    kind = desk.request.POST.get("kind", "")
    if kind and spot.shape.slot("kind") is None and kind not in kinds:
        written.complain("", not_offered())


def _kept(desk: Desk, written: Written, raw: Raw, found: Merged, name: str) -> HttpResponse:
    spot, draft = desk.spot, desk.draft
    content, location = places.put(draft.content, spot, raw, name)
    content = _followed(content, spot, raw)
    try:
        _keep(desk.request, draft, content)
    except PackInvalid as error:
        problems = error.details["problems"]
        assert isinstance(problems, list)
        for where, what in problems:
            written.complain("", f"{where}: {what}")
        return show(desk, written, status=422)
    except DraftMoved:
        return _again(desk)
    if found.took_theirs:
        messages.info(
            desk.request, _("Người khác vừa sửa phần này; những gì họ sửa được giữ lại cả.")
        )
    messages.success(desk.request, _("Đã lưu."))
    return redirect(_after(desk, content, location[-1] if location else ""))


def _followed(content: Raw, spot: Spot, raw: Raw) -> Raw:
    """Let what names a question or a step follow it to its new name."""
    naming = naming_of(spot.model)
    old, new = (str(each.get(naming, "")) for each in (spot.raw, raw))
    if not old or old == new:
        return content
    if naming == "key":
        return with_key(content, old, new)
    return with_step(content, old, new) if spot.model is Step else content


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
    except places.NoSuchPlace as missing:
        return gone(desk.request, desk.agency, draft, missing)
    return _save(Desk(desk.request, desk.agency, draft, spot))


def _after(desk: Desk, content: Raw, at: str | int) -> str:
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
        added = items[at] if isinstance(at, int) else items[-1]
        return page_of(desk.agency, version, added.place)
    anchor = listing.anchor_of(items[at].place) if isinstance(at, int) else ""
    return list_of(desk.agency, version, spot, anchor)


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
    name = desk.request.POST.get(NAME, "").strip()
    if not name.isascii() or not name.replace("_", "").isalnum() or not name[:1].islower():
        written.complain(NAME, _("Tên dữ liệu gồm chữ thường không dấu, chữ số, gạch dưới."))
    holder = places.find(desk.draft.content, desk.spot.above)
    taken = {item.name for item in places.items_of(holder, branch.key)} - {str(desk.spot.index)}
    if name in taken:
        written.complain(NAME, _("Mã này đã dùng. Hãy chọn mã khác."))
    return name


def _left_out(spot: Spot) -> Raw:
    """Keep what has a page elsewhere: the template of the result, lists of answers."""
    return {key: spot.raw[key] for key in ("template", "lists") if key in spot.raw}


def _base(text: str) -> Raw:
    try:
        found = read_json(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
