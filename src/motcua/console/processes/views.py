"""Pages of processes: what they are, and open dossiers moved to a newer one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.console.gate import acting, administrators_only, today
from motcua.console.processes import queries
from motcua.dossiers.actions import ProcessChange, change_processes
from motcua.dossiers.errors import ReasonMissing
from motcua.identity.base import visit
from motcua.procedures.base.processes.bpmn import process_bpmn
from motcua.procedures.base.processes.svg import process_svg
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, QueryDict

    from motcua.agencies.models import Agency
    from motcua.dossiers.actions import Moved

_MAP, _SEEN, _TOLD = "map.", "seen.", 10


@require_safe
@administrators_only
def processes(request: HttpRequest, agency: Agency) -> HttpResponse:
    """List the procedures the agency takes, with the dossiers that follow their processes."""
    rows = queries.procedures_with_processes(visit(request).actor, agency, today(), _spoken())
    page = {"agency": agency, "nav": "processes", "rows": rows}
    return render(request, "console/processes/processes.html", page)


@require_safe
@administrators_only
def process(request: HttpRequest, agency: Agency, procedure: str) -> HttpResponse:
    """Show a process drawn and listed, its versions, and who follows which."""
    found = queries.process_page(visit(request).actor, agency, procedure, today(), _spoken())
    page = {"agency": agency, "nav": "processes", "page": found}
    return render(request, "console/processes/process.html", page)


@require_safe
@administrators_only
def drawing(request: HttpRequest, agency: Agency, procedure: str) -> HttpResponse:
    """Give the drawing of a process by itself."""
    del request
    _version, pack = queries.pack_at(agency, procedure, today())
    return HttpResponse(process_svg(pack.process, _spoken()), content_type="image/svg+xml")


@require_safe
@administrators_only
def exchange(request: HttpRequest, agency: Agency, procedure: str) -> HttpResponse:
    """Give a process as a BPMN 2.0 file."""
    del request
    _version, pack = queries.pack_at(agency, procedure, today())
    name = say(pack.name, _spoken())
    content = process_bpmn(pack.process, _spoken(), code=procedure, name=name)
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{procedure}.bpmn"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def move(request: HttpRequest, agency: Agency, procedure: str, version: int) -> HttpResponse:
    """Preview moving open dossiers to a version's process; posting does it."""
    given = request.POST if request.method == "POST" else request.GET
    mapping, reason = _mapping(given), given.get("reason", "")
    is_posted = request.method == "POST"
    seen, problems = _seen(given), {}
    queries.target(procedure, version)
    if is_posted:
        problems = _problems(seen, reason)
        if not problems:
            change = ProcessChange(version, mapping, reason)
            moved = change_processes(
                agency_id=agency.pk, change=change, seen=seen, **acting(request)
            )
            _tell(request, moved)
            return redirect("console:process", agency.code, procedure)
    found = queries.move_page(
        visit(request).actor, agency, procedure, version, mapping=mapping, language=_spoken()
    )
    page = {
        "agency": agency,
        "nav": "processes",
        "page": found,
        "wrong": problems,
        "problems": list(problems.items()),
        "reason": reason,
        "ticked": seen if is_posted else {change.dossier.public_id for change in found.plan.ready},
    }
    status = 422 if problems else 200
    return render(request, "console/processes/move.html", page, status=status)


def _problems(seen: Mapping[UUID, str], reason: str) -> dict[str, str]:
    """Say what lacks before anything is moved, by the part of the page it lacks at."""
    found = {}
    if not seen:
        found["dossiers"] = _("Anh/chị chọn ít nhất một hồ sơ.")
    if not reason.strip():
        found["reason"] = ReasonMissing().text
    return found


def _mapping(given: QueryDict) -> dict[str, str]:
    """Read which step stands for which; what is not chosen is left out."""
    chosen = {name.removeprefix(_MAP): given.get(name, "") for name in given}
    return {name: to for name, to in chosen.items() if to and f"{_MAP}{name}" in given}


def _seen(given: QueryDict) -> dict[UUID, str]:
    """Read which dossiers were ticked, and the steps the preview saw them in."""
    seen = {}
    for text in given.getlist("dossier"):
        try:
            public_id = UUID(text)
        except ValueError:
            continue
        seen[public_id] = given.get(f"{_SEEN}{text}", "")
    return seen


def _tell(request: HttpRequest, moved: Moved) -> None:
    """Say how many were moved, and which were left and why."""
    done = ngettext(
        "Đã chuyển %(n)s hồ sơ sang quy trình mới.",
        "Đã chuyển %(n)s hồ sơ sang quy trình mới.",
        moved.done,
    )
    messages.success(request, done % {"n": moved.done})
    for code, why in moved.left[:_TOLD]:
        messages.warning(request, f"{code}: {why}")
    if len(moved.left) > _TOLD:
        more = len(moved.left) - _TOLD
        messages.warning(request, _("Còn %(n)s hồ sơ khác không chuyển được.") % {"n": more})


def _spoken() -> str:
    return get_language() or "vi"
