"""Errors as answers: a page for people, problem+json (RFC 9457) for machines, never a bare 500.

Anticipated errors (`DomainError`) say their rule. Those of the database and the disk that pass by
themselves become 503 with `Retry-After`.
"""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from django.db import Error as DatabaseError
from django.http import HttpResponse
from django.template.loader import select_template
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy as _
from psycopg import DataError, errors as pg

from motcua.kernel.errors import DomainError, NotAllowed, NotFound, Unavailable
from motcua.kernel.privacy import mask_path

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

log = structlog.get_logger(__name__)

_JSON = "application/problem+json"
_PREFERENCES = ("text/html", _JSON, "application/json")
_PLAIN = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    "<title>{title}</title><h1>{title}</h1></html>"
)
# What passes by itself, and the seconds after which it is worth another try.
_SECONDS_TO_WAIT: tuple[tuple[type[BaseException], int], ...] = (
    (pg.DeadlockDetected, 1),
    (pg.SerializationFailure, 1),
    (pg.LockNotAvailable, 2),
    (pg.QueryCanceled, 5),
    (pg.TooManyConnections, 5),
    (pg.IdleInTransactionSessionTimeout, 5),
    (pg.ReadOnlySqlTransaction, 10),
    (pg.DiskFull, 60),
    (pg.OutOfMemory, 30),
    (pg.OperationalError, 10),
    (pg.InterfaceError, 5),
)
# Answers that ask for patience, and for how many seconds unless they know better.
_COME_BACK, _SECONDS_OF_PATIENCE = frozenset({429, 503}), "10"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class BadRequest(DomainError):
    """The request is malformed or too large to be read."""

    code = "kernel.bad_request"
    status = 400
    message = _("Yêu cầu không đọc được.")


class BodyTooLarge(DomainError):
    """The body is longer than details['limit_bytes']; nothing of it was read."""

    code = "kernel.body_too_large"
    status = 413
    message = _("Các tệp gửi cùng lúc quá lớn. Anh/chị hãy gửi ít tệp hơn mỗi lần.")


class Broken(DomainError):
    """Something failed that nobody foresaw; it was reported."""

    code = "kernel.broken"
    status = 500
    message = _("Hệ thống gặp lỗi. Lỗi đã được ghi lại.")


class FormExpired(NotAllowed):
    """The page was open for too long, or the form came from elsewhere."""

    code = "kernel.form_expired"
    message = _("Trang đã mở quá lâu. Anh/chị hãy mở lại trang rồi gửi lại.")


def anticipated(error: BaseException) -> DomainError | None:
    """Give the anticipated error that some exception stands for; None for a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if _is_of_the_store(error):
        return Unavailable(retry_after=60)
    if isinstance(error, DatabaseError):
        cause = error.__cause__ or error
        if _is_unkeepable(cause):
            return BadRequest()
        for kind, seconds in _SECONDS_TO_WAIT:
            if isinstance(cause, kind):
                return Unavailable(retry_after=seconds)
    return None


def _is_of_the_store(error: BaseException) -> bool:
    """Say whether the disk is full, or the bucket that keeps the files does not answer."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    loaded = sys.modules.get("botocore.exceptions")  # only nodes with a bucket have loaded it
    return loaded is not None and isinstance(error, (loaded.BotoCoreError, loaded.ClientError))


def _is_unkeepable(cause: BaseException) -> bool:
    """Say whether a text was sent with a NUL in it: nobody can type one, and none can be kept."""
    return isinstance(cause, pg.UntranslatableCharacter) or (
        isinstance(cause, DataError) and "NUL (0x00)" in str(cause)
    )


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer with an error as the asker reads it: a page or problem+json."""
    if error.status >= 500:
        log.warning("request.failed", code=error.code, path=mask_path(request.path))
    response = as_problem(request, error) if wants_json(request) else as_page(request, error)
    patch_vary_headers(response, ["Accept"])
    return response


def as_problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer with problem+json: type, title, status, detail, code, instance and the details."""
    document = {
        **error.details,
        "type": f"urn:motcua:problem:{error.code}",
        "title": str(type(error).message),
        "status": error.status,
        "detail": error.text,
        "code": error.code,
        "instance": request.path,
    }
    content = orjson.dumps(document, default=str, option=orjson.OPT_NON_STR_KEYS)
    return _finished(HttpResponse(content, content_type=_JSON), error)


def as_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer with the page `errors/<code>.html` or `errors/<status>.html`, or a bare one.

    The bare one is for when it cannot be drawn. The template gets `message`, `details`, `code` and
    `status`.
    """
    context = {
        "message": error.text,
        "details": error.details,
        "code": error.code,
        "status": error.status,
    }
    names = [
        f"errors/{name}.html" for name in (error.code, error.status, error.status // 100 * 100)
    ]
    try:
        # A page about a broken database must not ask the database who is signed in.
        asker = request if error.status < 500 else None
        content = select_template(names).render(context, asker)
    except Exception:
        log.exception("problems.page_not_drawn", status=error.status)
        title = escape(str(type(error).message))
        content = _PLAIN.format(language=get_language() or "vi", title=title)
    return _finished(HttpResponse(content), error)


def wants_json(request: HttpRequest) -> bool:
    """Say whether the asker is a machine: by the address, or by what it accepts."""
    if request.path.startswith("/api/"):
        return True
    preferred = request.get_preferred_type(_PREFERENCES)
    return preferred is not None and preferred != "text/html"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django would not read (handler400)."""
    del exception
    return answer(request, BadRequest())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that is not allowed (handler403)."""
    del exception
    return answer(request, NotAllowed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request for what is not there (handler404)."""
    del exception
    return answer(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something broke outside a view, such as the session's table (handler500)."""
    error = sys.exc_info()[1]
    return answer(request, (anticipated(error) if error else None) or Broken())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token (CSRF_FAILURE_VIEW)."""
    del reason
    return answer(request, FormExpired())


def _finished(response: HttpResponse, error: DomainError) -> HttpResponse:
    response.status_code = error.status
    response["Cache-Control"] = "no-store"
    retry_after: Any = error.details.get("retry_after")
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    say_when(response)
    return response


def say_when(response: HttpResponseBase) -> None:
    """Let an answer that asks for patience say for how long, where nothing better is known."""
    if response.status_code in _COME_BACK:
        response.headers.setdefault("Retry-After", _SECONDS_OF_PATIENCE)
