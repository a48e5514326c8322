"""What is done with papers on whichever page takes them in: copies signed, cover sheets tied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.translation import gettext as _

from motcua.counters.actions import are_pictures, join_pictures, sign_copies, tie_cover
from motcua.counters.queries.comparing import copies_to_sign
from motcua.dossiers.actions.files import receive_file
from motcua.dossiers.queries.supplements import papers_for
from motcua.identity.base import visit
from motcua.identity.queries import require_confirmed
from motcua.kernel import clock
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from motcua.counters.models import CounterFiling
    from motcua.procedures.base.packs import Paper


def papers_pressed(request: HttpRequest, filing: CounterFiling) -> bool:
    """Do what a button beside the papers says; say whether one was pressed."""
    # A reader ends the number of a cover sheet with Enter, which saves.
    if "_tie" in request.POST or ("_save" in request.POST and request.POST.get("tie-cover")):
        _tie(request, filing)
    elif "_sign" in request.POST:
        _sign(request, filing)
    else:
        return False
    return True


def _sign(request: HttpRequest, filing: CounterFiling) -> None:
    """Sign what was compared as electronic copies, and say how many or why not.

    It is the agency's signature: who presses is asked for a second factor, as for a result. What
    the page sent was kept before.
    """
    waiting = [row.file.name for row in copies_to_sign(filing.draft)]
    if waiting:
        lead = _("Anh/chị sắp ký bản sao điện tử bằng chữ ký của cơ quan, cho các tệp sau.")
        require_confirmed(request, lead, waiting, request.path, lost=())
    try:
        signed = sign_copies(
            actor=visit(request).actor, filing_id=filing.public_id, now=clock.now()
        )
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã ký bản sao: %(count)d tệp.") % {"count": signed})


def _tie(request: HttpRequest, filing: CounterFiling) -> None:
    """Tie the cover sheet that was scanned or typed to the paper that was chosen."""
    try:
        cover = tie_cover(
            actor=visit(request).actor,
            filing_id=filing.public_id,
            paper_code=request.POST.get("tie-paper", ""),
            text=request.POST.get("tie-cover", ""),
            now=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("Đã gắn tờ bìa %(cover)s.") % {"cover": cover})


def take_files(request: HttpRequest, filing: CounterFiling) -> dict[str, tuple[str, ...]]:
    """Keep the files that came, each for its paper; give what was refused, by paper.

    Pictures of the pages of one paper become one PDF, where the page asks for that.
    """
    refused: dict[str, tuple[str, ...]] = {}
    for row in papers_for(filing.draft, clock.now()):
        sent = request.FILES.getlist(row.code)
        takers = _takers(request, filing, row.paper, sent)
        said = [text for name, do in takers if (text := _tried(name, do))]
        if said:
            refused[row.code] = tuple(said)
    return refused


def _takers(
    request: HttpRequest, filing: CounterFiling, paper: Paper, sent: list[UploadedFile[bytes]]
) -> list[tuple[str, Callable[[], object]]]:
    """Give what is to be done to take in what was sent for a paper, with names of files."""
    by: dict[str, Any] = {
        "actor": visit(request).actor,
        "now": clock.now(),
        "paper_code": paper.code,
    }
    is_asked = "join" in request.POST and "pdf" in paper.types
    if is_asked and len(sent) > 1 and are_pictures(sent):
        return [("", partial(join_pictures, filing_id=filing.public_id, pictures=sent, **by))]
    draft = filing.draft
    return [(one.name or "", partial(receive_file, draft=draft, file=one, **by)) for one in sent]


def _tried(name: str, do: Callable[[], object]) -> str:
    """Do it; give why not where it was refused."""
    try:
        do()
    except DomainError as refusal:
        return f"{name[:60]}: {refusal.text}" if name else refusal.text
    return ""
