"""Papers of a dossier as files: shown in a frame of ours, or handed over to be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from motcua.desk.dossiers.views.opening import of_dossier
from motcua.dossiers.actions.reading import open_paper
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries import prints
from motcua.dossiers.queries.handling import result_of
from motcua.dossiers.queries.results import result_pdf
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.files import content_of, open_stored

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from motcua.dossiers.models import Dossier

# Nothing else is shown inside a page; whatever its name says, the type was told by its content.
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})
_FRAMED = {"default-src": [NONE], "object-src": [SELF], "frame-ancestors": [SELF]}


@require_safe
@never_cache
@login_required
@xframe_options_sameorigin
@csp_replace(_FRAMED)  # type: ignore[arg-type]  # it takes views without arguments only
def content(request: HttpRequest, public_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Send a paper to be shown inside our own page; other kinds are only handed over."""
    actor, now = visit(request).actor, clock.now()
    file = open_paper(actor=actor, public_id=public_id, paper_id=paper_id, now=now)
    kind = file.blob.media_type
    return FileResponse(
        open_stored(file), as_attachment=kind not in _SHOWN, filename=file.name, content_type=kind
    )


@require_safe
@never_cache
@login_required
def download(request: HttpRequest, public_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Hand a paper over as a file."""
    actor, now = visit(request).actor, clock.now()
    file = open_paper(actor=actor, public_id=public_id, paper_id=paper_id, now=now)
    return FileResponse(
        open_stored(file), as_attachment=True, filename=file.name, content_type=file.blob.media_type
    )


@require_safe
@of_dossier
def slip(request: HttpRequest, dossier: Dossier, slip_id: UUID) -> HttpResponse:
    """Send a statutory slip as it was issued."""
    del request
    found = prints.slip_of(dossier, slip_id)
    return _pdf(prints.slip_pdf(found), f"{dossier.code}-{found.form}.pdf")


@require_safe
@of_dossier
def control(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send the control slip (form 05) as it stands now."""
    del request
    return _pdf(prints.control_pdf(dossier, clock.now()), f"{dossier.code}-05.pdf")


@require_safe
@of_dossier
def result(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Send the result: the signed paper, or before signing what would be signed now."""
    del request
    found = result_of(dossier)
    if found is None:
        raise DossierNotFound
    if found.pdf is not None:
        return _pdf(content_of(found.pdf), found.pdf.name)
    return _pdf(result_pdf(found, now=clock.now()), f"{dossier.code}-du-thao.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    shown = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=shown)
