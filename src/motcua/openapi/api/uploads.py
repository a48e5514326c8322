"""Files sent ahead in pieces, so that a cut line costs no more than the last piece (tus 1.0)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Status

from motcua.dossiers.actions.parting import take_in_part
from motcua.dossiers.actions.shelves import OwnShelf, ahead
from motcua.kernel import clock, tus
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotFound
from motcua.openapi.api.bearers import caller
from motcua.openapi.api.files import KeptFile, as_kept

router = Router()
_TUS = {"description": "As the tus protocol 1.0.0 says (tus.io)."}
_HELD = {"responses": {201: _TUS, 204: _TUS}}


@router.api_operation(["OPTIONS"], "", summary="What is spoken here (tus)", openapi_extra=_HELD)
def options(request: HttpRequest) -> HttpResponse:
    """Tell the version, the extensions and the largest size of the tus protocol."""
    return tus.collection(request, ahead(Actor(kind="client"), str))


@router.post("", summary="Begin a file that comes in pieces (tus)", openapi_extra=_HELD)
def begin_file(request: HttpRequest) -> HttpResponse:
    """Begin a PDF, JPEG, PNG or HEIC of at most 20 MB; `Location` says where it goes on.

    Speaks tus 1.0.0 with creation, creation-with-upload, checksum, termination and expiration.
    A file on its way is kept for seven days.
    """
    return tus.collection(request, _shelf(request))


@router.api_operation(
    ["HEAD"], "/{part_id}", summary="Ask how much has come (tus)", openapi_extra=_HELD
)
def ask_of_file(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Say how much of a file has come, and how long it will be."""
    return tus.resource(request, _shelf(request), part_id)


@router.patch("/{part_id}", summary="Go on with a file (tus)", openapi_extra=_HELD)
def go_on_with_file(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Take the next piece, which begins where the last one ended."""
    return tus.resource(request, _shelf(request), part_id)


@router.delete("/{part_id}", summary="Give up a file on its way (tus)", openapi_extra=_HELD)
def give_up_file(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Throw away what has come of a file."""
    return tus.resource(request, _shelf(request), part_id)


@router.post(
    "/{part_id}/file", response={201: KeptFile}, summary="Take in a file that has come whole"
)
def take_in_file(request: HttpRequest, part_id: UUID) -> Status[dict[str, object]]:
    """Look into a file that has come whole, and keep it as one sent at once is kept.

    Asking again gives the same file. It may then be named in a filing.
    """
    actor = caller(request, "dossiers:file")
    upload = take_in_part(actor=actor, part_id=part_id, now=clock.now())
    if upload is None:
        raise NotFound
    return Status(201, as_kept(upload))


def _shelf(request: HttpRequest) -> OwnShelf:
    actor = caller(request, "dossiers:file")
    return ahead(actor, lambda part: reverse("openapi:go_on_with_file", args=[part]))
