"""The tus protocol 1.0.0 over HTTP: core, creation, checksum, termination and expiration.

It knows nothing of what is sent: a `Shelf` says who may put what where, and keeps the bytes.
Source: tus.io, "Resumable upload protocol 1.0.0".
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from django.http import HttpResponse, UnreadablePostError
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import DomainError
from motcua.kernel.parts import ALGORITHMS, Checksum
from motcua.kernel.problems import anticipated, as_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest

    from motcua.kernel.files import Readable

    _Act = Callable[[HttpRequest, "Shelf"], HttpResponse]

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
_PIECE = "application/offset+octet-stream"
_MOST_METADATA = 4000
_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)


class OtherVersion(DomainError):
    """The request does not speak the version of the protocol that is spoken here."""

    code = "kernel.tus_version"
    status = HTTPStatus.PRECONDITION_FAILED
    message = _("Phiên bản giao thức tus không được hỗ trợ.")


class Malformed(DomainError):
    """A header of the protocol is missing or malformed; details['header'] names it."""

    code = "kernel.tus_malformed"
    status = HTTPStatus.BAD_REQUEST
    message = _("Yêu cầu tải lên không đúng giao thức.")


class NotAPiece(DomainError):
    """The body is not announced as a piece of a file."""

    code = "kernel.tus_not_a_piece"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    message = _("Yêu cầu tải lên không đúng giao thức.")


@dataclass(frozen=True, slots=True)
class Part:
    """A file on its way: how long it will be, how much has come, until when it may go on."""

    id: UUID
    size: int
    offset: int
    expires_at: datetime
    metadata: str


class Shelf(Protocol):
    """Who sends, and where what he sends is kept; each method may refuse with a `DomainError`."""

    @property
    def most_bytes(self) -> int:
        """The largest file that is ever taken here, in bytes."""

    def begin(self, size: int, metadata: str) -> Part:
        """Make room for a file of `size` bytes, or refuse before the first one."""

    def find(self, part_id: UUID) -> Part:
        """Give one's own part."""

    def add(self, part_id: UUID, at: int, stream: Readable, checksum: Checksum | None) -> int:
        """Write a piece; give how much has come."""

    def drop(self, part_id: UUID) -> None:
        """Throw a part away."""

    def address(self, part_id: UUID) -> str:
        """Give the address of a part."""


def collection(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """Answer where files begin: POST makes one, OPTIONS tells what is spoken."""
    return _answered(request, shelf, {"POST": _create})


def resource(request: HttpRequest, shelf: Shelf, part_id: UUID) -> HttpResponse:
    """Answer where a file goes on: HEAD, PATCH, DELETE, OPTIONS."""

    def of_part(act: Callable[[HttpRequest, Shelf, UUID], HttpResponse]) -> _Act:
        return lambda request, shelf: act(request, shelf, part_id)

    acts = {"HEAD": of_part(_tell), "PATCH": of_part(_add), "DELETE": of_part(_drop)}
    return _answered(request, shelf, acts)


def described(metadata: str) -> dict[str, str]:
    """Read `Upload-Metadata`: names with their values in Base64. Raises `Malformed`."""
    found: dict[str, str] = {}
    for pair in filter(None, (one.strip() for one in metadata.split(","))):
        name, _space, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value.encode(), validate=True).decode()
        except (binascii.Error, UnicodeError):
            raise Malformed(header="Upload-Metadata") from None
    return found


def told(**pairs: str) -> str:
    """Write `Upload-Metadata` for names with their values."""
    return ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items()
    )


def _answered(request: HttpRequest, shelf: Shelf, acts: Mapping[str, _Act]) -> HttpResponse:
    method = (request.method or "").upper()
    if method == "POST":
        # For senders that cannot say PATCH. What a browser fetches unasked stays a reading.
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    try:
        response = _done(request, shelf, method, acts)
    except DomainError as refusal:
        response = as_problem(request, refusal)
    except UnreadablePostError:
        # The sender is gone; what came of the piece is kept, and nobody reads this.
        response = HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except OSError as error:
        refusal_of = anticipated(error)
        if refusal_of is None:
            raise
        response = as_problem(request, refusal_of)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def _done(
    request: HttpRequest, shelf: Shelf, method: str, acts: Mapping[str, _Act]
) -> HttpResponse:
    if method == "OPTIONS":
        return _options(shelf)
    if method not in acts:
        allowed = ", ".join([*acts, "OPTIONS"])
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})
    if request.headers.get("Tus-Resumable") != VERSION:
        response = as_problem(request, OtherVersion())
        response["Tus-Version"] = VERSION
        return response
    return acts[method](request, shelf)


def _options(shelf: Shelf) -> HttpResponse:
    headers = {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(shelf.most_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _create(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    size = _number(request, "Upload-Length")
    metadata = request.headers.get("Upload-Metadata", "")
    if len(metadata) > _MOST_METADATA:
        raise Malformed(header="Upload-Metadata")
    described(metadata)
    checksum = _checksum(request)
    part = shelf.begin(size, metadata)
    headers = {"Location": shelf.address(part.id), "Upload-Expires": _expiry(part)}
    if _is_piece(request):
        at = shelf.add(part.id, 0, request, checksum)
        headers["Upload-Offset"] = str(at)
    return HttpResponse(status=HTTPStatus.CREATED, headers=headers)


def _tell(request: HttpRequest, shelf: Shelf, part_id: UUID) -> HttpResponse:
    del request
    part = shelf.find(part_id)
    headers = {
        "Upload-Offset": str(part.offset),
        "Upload-Length": str(part.size),
        "Upload-Expires": _expiry(part),
    }
    if part.metadata:
        headers["Upload-Metadata"] = part.metadata
    return HttpResponse(status=HTTPStatus.OK, headers=headers)


def _add(request: HttpRequest, shelf: Shelf, part_id: UUID) -> HttpResponse:
    part = shelf.find(part_id)
    if not _is_piece(request):
        raise NotAPiece
    at = shelf.add(part.id, _number(request, "Upload-Offset"), request, _checksum(request))
    headers = {"Upload-Offset": str(at), "Upload-Expires": _expiry(part)}
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _drop(request: HttpRequest, shelf: Shelf, part_id: UUID) -> HttpResponse:
    del request
    shelf.drop(part_id)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_piece(request: HttpRequest) -> bool:
    return (request.content_type or "").lower() == _PIECE


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not _NUMBER.fullmatch(value):
        raise Malformed(header=header)
    return int(value)


def _checksum(request: HttpRequest) -> Checksum | None:
    """Read `Upload-Checksum`; None where there is none. Raises `Malformed`."""
    given = request.headers.get("Upload-Checksum", "")
    if not given:
        return None
    algorithm, _space, digest = given.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Malformed(header="Upload-Checksum")
    try:
        return Checksum(algorithm, base64.b64decode(digest.encode(), validate=True))
    except (binascii.Error, UnicodeError):
        raise Malformed(header="Upload-Checksum") from None


def _expiry(part: Part) -> str:
    return http_date(part.expires_at.timestamp())
