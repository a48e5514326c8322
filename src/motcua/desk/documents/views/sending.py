"""A version sent ahead: whole or in pieces (tus), so that a cut line costs only the last piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from motcua.desk.documents import queries
from motcua.desk.documents.views.reading import of_document, version_form
from motcua.dossiers.actions.document_parts import check_document_part, send_at_once
from motcua.dossiers.actions.parting import drop_part, part_id as read_part_id
from motcua.dossiers.actions.shelves import of_document as shelf_of
from motcua.identity.base import visit
from motcua.identity.base.expired import signed_in_script
from motcua.kernel import clock, tus
from motcua.kernel.errors import DomainError
from motcua.kernel.files import FileEmpty
from motcua.ui.forms import render_question

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.dossiers.actions.shelves import DocumentShelf
    from motcua.dossiers.models import Document, Dossier


@require_POST
@signed_in_script
@of_document
def files(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Look into a file that has come, now or in pieces before; draw its place anew."""
    del dossier
    actor, now, sent = visit(request).actor, clock.now(), request.FILES.get("file")
    try:
        part = read_part_id(request.POST.get("part", ""))
        if part is None and sent is None:
            raise FileEmpty
        if part is None and sent is not None:
            metadata = tus.told(filename=sent.name or "", field="file")
            part = send_at_once(
                actor=actor, document=document, file=sent, metadata=metadata, now=now
            )
        assert part is not None
        check_document_part(actor=actor, document=document, part_id=part, now=now)
    except DomainError as refusal:
        return JsonResponse({"detail": refusal.text}, status=refusal.status)
    return HttpResponse(render_question(version_form(request, document).file_field()))


@signed_in_script
@of_document
def parts(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Begin a file for the next version (tus 1.0); reading it lists those that can go on."""
    del dossier
    if request.method == "GET":
        waiting = queries.on_their_way(visit(request).actor, document, clock.now())
        rows = [row.as_row(_address(document, row.id)) for row in waiting]
        return JsonResponse({"parts": rows})
    return tus.collection(request, _shelf(request, document))


@signed_in_script
@of_document
def part(request: HttpRequest, dossier: Dossier, document: Document, part_id: UUID) -> HttpResponse:
    """Go on with a file, say how much of it has come, or give it up (tus 1.0)."""
    del dossier
    return tus.resource(request, _shelf(request, document), part_id)


def drop_sent(request: HttpRequest, document: Document, key: str) -> None:
    """Give up a file that was sent ahead for a document, by the key its button posted."""
    actor, now = visit(request).actor, clock.now()
    known = {row.id for row in queries.on_their_way(actor, document, now, is_whole=True)}
    chosen = read_part_id(key)
    if chosen in known and chosen is not None:
        drop_part(actor=actor, part_id=chosen, now=now)


def _shelf(request: HttpRequest, document: Document) -> DocumentShelf:
    return shelf_of(visit(request).actor, lambda part: _address(document, part), document)


def _address(document: Document, part_id: UUID) -> str:
    names = [document.dossier.public_id, document.public_id, part_id]
    return reverse("desk:document-part", args=names)
