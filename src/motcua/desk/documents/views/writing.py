"""Writing documents: begun from a template, a version added, settled, opened again, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.desk.documents import queries
from motcua.desk.documents.forms import BeginForm, SettleForm
from motcua.desk.documents.views.reading import of_document, page_of, version_form
from motcua.desk.documents.views.sending import drop_sent
from motcua.dossiers.actions import documents as actions
from motcua.dossiers.actions.document_parts import add_sent_version
from motcua.dossiers.actions.reading import open_dossier
from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.errors import DocumentDiffers, FieldsOpen
from motcua.dossiers.queries.documents import documents_of, may_write, versions_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.fields import Press
from motcua.ui.posted import pressed

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Document, DocumentVersion, Dossier
    from motcua.ui.drawn import DrawnForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the documents of a dossier; posting begins one from a template."""
    actor, now = visit(request).actor, clock.now()
    dossier = open_dossier(actor=actor, public_id=public_id, now=now)
    templates = queries.templates_for(dossier, now, get_language() or "vi")
    posted = request.POST if request.method == "POST" else None
    form, status = BeginForm(posted, templates=templates), 200
    if posted is not None:
        begun = _begun(request, dossier, form)
        if begun is not None:
            messages.success(request, _("Đã điền mẫu. Anh/chị tải bản 1 về để sửa."))
            return redirect("desk:document", dossier.public_id, begun.public_id)
        status = 422
    context = {
        "dossier": dossier,
        "documents": documents_of(dossier),
        "form": form,
        "problems": form.problems if posted is not None else (),
        "may_write": may_write(actor, dossier),
    }
    return render(request, "desk/documents/documents.html", context, status=status)


@require_POST
@of_document
def add(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Keep what was written as the next version; say so where somebody was quicker."""
    button = pressed(request.POST)
    if button.press is Press.DROP:
        drop_sent(request, document, button.target)
        return redirect("desk:document", dossier.public_id, document.public_id)
    form = version_form(request, document, request.POST, request.FILES)
    made = _tried(form, lambda data: _added(request, document, data))
    if made is None:
        return page_of(request, dossier, document, adding=form, status=422)
    if made.is_beside:
        words = _("Đã có bản mới hơn bản anh/chị sửa. Cả hai đều được giữ: hãy so sánh rồi ghép.")
        messages.warning(request, words)
    else:
        messages.success(request, _("Đã lưu bản mới."))
    return redirect("desk:document", dossier.public_id, document.public_id)


def _added(request: HttpRequest, document: Document, data: dict[str, Any]) -> DocumentVersion:
    """Add the file that came with the form, or the one that was sent ahead."""
    written = {"based_on": data["based_on"], "note": data["note"]}
    if data["file"] is not None:
        by = _by(request, document.dossier, document)
        return actions.add_version(**by, file=data["file"], **written)
    actor, now = visit(request).actor, clock.now()
    sent = queries.sent_ahead(actor, document, now)
    part_id = sent.id if sent else None
    return add_sent_version(actor=actor, document=document, part_id=part_id, now=now, **written)


@require_POST
@of_document
def settle(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Settle a document for signing; where that cannot be, say what stands in the way."""
    form = SettleForm(request.POST, request.FILES, versions=versions_of(document))
    rows: list[Sequence[str]] = []
    places: list[Sequence[str]] = []

    def settled(data: dict[str, Any]) -> Document:
        settling = actions.Settling(UUID(data["version"]), DocumentUse(data["use"]), data["paper"])
        try:
            return actions.settle_document(**_by(request, dossier, document), settling=settling)
        except DocumentDiffers as refusal:
            rows.extend(refusal.rows)
            raise
        except FieldsOpen as refusal:
            places.extend(refusal.rows)
            raise

    if _tried(form, settled) is None:
        return page_of(
            request, dossier, document, settling=form, status=422, rows=rows, places=places
        )
    messages.success(request, _("Đã chốt. Anh/chị xem từng trang; người ký sẽ thấy đúng như vậy."))
    return redirect("desk:document", dossier.public_id, document.public_id)


@require_POST
@of_document
def act(request: HttpRequest, dossier: Dossier, document: Document) -> HttpResponse:
    """Open a settled document again, take its number, or drop it."""
    acts: dict[str, tuple[Callable[..., object], str]] = {
        "reopen": (actions.reopen_document, _("Đã mở lại để sửa.")),
        "number": (actions.take_document_number, _("Đã lấy số.")),
        "drop": (actions.drop_document, _("Đã bỏ văn bản.")),
    }
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is None:
        return HttpResponseBadRequest()
    try:
        chosen[0](**_by(request, dossier, document))
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, chosen[1])
        if request.POST["act"] == "drop":
            return redirect("desk:documents", dossier.public_id)
    return redirect("desk:document", dossier.public_id, document.public_id)


def _begun(request: HttpRequest, dossier: Dossier, form: BeginForm) -> Document | None:
    actor = visit(request).actor
    return _tried(
        form,
        lambda data: actions.begin_document(
            actor=actor, dossier_id=dossier.pk, template=data["template"], now=clock.now()
        ),
    )


def _tried(form: DrawnForm, act: Callable[[dict[str, Any]], T]) -> T | None:
    """Act upon a right form; what was refused is said on it, and nothing is given."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return None


def _by(request: HttpRequest, dossier: Dossier, document: Document) -> dict[str, Any]:
    return {
        "actor": visit(request).actor,
        "dossier_id": dossier.pk,
        "document_id": document.public_id,
        "now": clock.now(),
    }
