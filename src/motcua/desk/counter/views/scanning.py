"""Scanning: cover sheets, the tray of what found no paper, and pages put in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters import actions
from motcua.counters.errors import CounterClosed, CounterNotFound
from motcua.counters.queries import shift_of
from motcua.counters.queries.filings import begun_at, filing_for
from motcua.counters.queries.knowing import who_of
from motcua.counters.queries.scans import (
    REASONS,
    covers_pdf,
    dropped_of,
    page_counts,
    part_for,
    tray_of,
)
from motcua.desk.counter.views.opening import at_counter, language_of_page
from motcua.dossiers.queries.supplements import papers_for
from motcua.dossiers.queries.uploads import uploads_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.kernel.files import content_of, open_stored
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.counters.models import CounterFiling
    from motcua.kernel.actors import Actor

_PLACE = re.compile(r"([0-9]{1,2})\.([0-9]{1,3})")
_ORDER = re.compile(r"[0-9]{1,4}")
_MOST_SCANS = 10


@dataclass(frozen=True, slots=True)
class Target:
    """A paper of something being filed here, as a choice of the tray."""

    key: str
    name: str


@require_safe
@at_counter
def covers(request: HttpRequest, filing_id: UUID) -> HttpResponse:
    """Send the cover sheets of a filing, one A4 page for each paper."""
    actor, now = visit(request).actor, clock.now()
    filing = filing_for(actor, filing_id)
    sheets = actions.print_covers(actor=actor, filing_id=filing_id, now=now)
    if not sheets:
        raise CounterNotFound
    shown = {"Content-Disposition": 'inline; filename="to-bia.pdf"'}
    content = covers_pdf(filing, sheets, now=now)
    return HttpResponse(content, content_type="application/pdf", headers=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@at_counter
def tray(request: HttpRequest) -> HttpResponse:
    """Show what found no paper; posting takes scans in, or puts one to its paper by hand."""
    actor = visit(request).actor
    if request.method == "POST":
        try:
            _act(request, actor)
        except (NotFound, NotAllowed):
            raise
        except DomainError as refusal:
            messages.error(request, refusal.text)
        return redirect("desk:counter-tray")
    parts = [(one, REASONS.get(one.reason, "")) for one in tray_of(actor)]
    context = {
        "parts": parts,
        "targets": _targets(actor),
        "shift": shift_of(actor),
        "dropped": dropped_of(actor, clock.now()),
    }
    return render(request, "desk/counter/tray.html", context)


@require_safe
@at_counter
def part(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """Send what lies in the tray, as an attachment."""
    kept = part_for(visit(request).actor, part_id).file
    if kept is None:
        raise CounterNotFound
    with open_stored(kept) as handle:
        content = handle.read()
    named = {"Content-Disposition": f'attachment; filename="{part_id}.pdf"'}
    return HttpResponse(content, content_type=kept.media_type, headers=named)


@require_http_methods(["GET", "HEAD", "POST"])
@at_counter
def pages(request: HttpRequest, filing_id: UUID, paper: str) -> HttpResponse:
    """Put the files of a paper into one PDF: pages in order, turned, dropped."""
    actor, now, language = visit(request).actor, clock.now(), language_of_page()
    filing = filing_for(actor, filing_id)
    asked = next((row for row in papers_for(filing.draft, now) if row.code == paper), None)
    uploads = [row for row in uploads_of(filing.draft) if row.paper_code == paper]
    if asked is None or not uploads or filing.dossier_id is not None:
        raise CounterNotFound
    if request.method == "POST":
        actions.join_pages(
            actor=actor,
            filing_id=filing_id,
            paper_code=paper,
            pages=_chosen(request, len(uploads)),
            now=now,
        )
        return redirect("desk:counter-filing", filing_id)
    counts = page_counts([content_of(row.file) for row in uploads])
    listed = [
        (f"{place}.{page}", upload.file.name, page + 1)
        for place, (upload, count) in enumerate(zip(uploads, counts, strict=True))
        for page in range(count)
    ]
    context = {"filing": filing, "paper": say(asked.paper.name, language), "pages": listed}
    return render(request, "desk/counter/pages.html", context)


def _act(request: HttpRequest, actor: Actor) -> None:
    act, now = request.POST.get("act", ""), clock.now()
    if act == "scan":
        _taken_in(request, actor)
    elif act == "drop":
        actions.drop_part(actor=actor, part_id=_id(request.POST.get("part", "")), now=now)
        messages.success(request, _("Đã bỏ khỏi khay. Lấy lại được ở cuối trang này."))
    elif act == "bring-back":
        actions.bring_part_back(actor=actor, part_id=_id(request.POST.get("part", "")), now=now)
        messages.success(request, _("Đã đưa lại vào khay."))
    elif act == "file":
        filing, _dot, paper = request.POST.get("target", "").partition(".")
        part_id = _id(request.POST.get("part", ""))
        actions.file_part(
            actor=actor, part_id=part_id, filing_id=_id(filing), paper_code=paper, now=now
        )
        messages.success(request, _("Đã xếp vào giấy tờ."))


def _taken_in(request: HttpRequest, actor: Actor) -> None:
    shift = shift_of(actor)
    if shift is None:
        raise CounterClosed
    for sent in request.FILES.getlist("scan")[:_MOST_SCANS]:
        actions.take_scan(
            actor=actor,
            unit=shift.counter.unit,
            name=sent.name or "",
            content=sent.read(),
            now=clock.now(),
        )
    messages.success(request, _("Đã nhận bản quét. Tờ nào có tờ bìa đã vào đúng giấy tờ."))


def _targets(actor: Actor) -> list[Target]:
    shift, now, language = shift_of(actor), clock.now(), language_of_page()
    return [
        Target(
            f"{filing.public_id}.{row.code}",
            f"{_called(filing, language)}: {say(row.paper.name, language)}",
        )
        for filing in (begun_at(shift.counter_id) if shift else ())
        for row in papers_for(filing.draft, now)
    ]


def _called(filing: CounterFiling, language: str) -> str:
    """Name what is being filed: by its applicant, or before he is written down by what and when."""
    begun = f"{clock.civil(filing.started_at):%H:%M}"
    procedure = say(rules(filing.draft.version_id).pack.name, language)
    return who_of(filing).full_name or f"{procedure}, {begun}"


def _chosen(request: HttpRequest, files: int) -> list[tuple[int, int, int]]:
    """Read the pages that stay, in the order of their numbers, with their quarter turns."""
    chosen = []
    for name in request.POST:
        found = _PLACE.fullmatch(name.removeprefix("order."))
        order = str(request.POST.get(name, "")).strip()
        if found is None or not name.startswith("order.") or not _ORDER.fullmatch(order):
            continue
        if int(found[1]) < files:
            turns = request.POST.get(f"turn.{found[0]}", "0")
            quarter = int(turns) if turns in {"0", "1", "2", "3"} else 0
            chosen.append((int(order), int(found[1]), int(found[2]), quarter))
    return [(file, page, turns) for _order, file, page, turns in sorted(chosen)]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CounterNotFound from None
