"""The public catalogue as linked data (CPSV-AP 3.2): in pages, one by one, and their context."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.openapi import queries
from motcua.procedures.base.exchange.cpsv import Publisher
from motcua.procedures.base.exchange.vocabulary import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest

_LINKED = "application/ld+json"
_PLAIN = "application/json"
_MINUTES, _DAY = 300, 86_400
_FASTEST = 1
_CONTEXT_PATH = "/catalogue/context.jsonld"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Give a page of the procedures in force: `page` from 1, `size` at most 100."""
    today = clock.civil_date(clock.now())
    asked = queries.page_of(request.GET.get("page", ""), request.GET.get("size", ""), today)
    tag = _tag(queries.FORM, asked.number, asked.size, asked.total, *asked.rows)

    def body() -> Mapping[str, object]:
        return queries.page_document(asked, today, _publisher(), _context())

    return _answer(request, tag, body, _MINUTES)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Give one procedure in force. Raises `NotFound`."""
    today = clock.civil_date(clock.now())
    version = queries.versions(today).get(code)
    if version is None:
        raise NotFound

    def body() -> Mapping[str, object]:
        return queries.service_document(code, today, _publisher(), _context())

    return _answer(request, _tag(queries.FORM, code, version), body, _MINUTES)


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """Give what the keys of these documents mean."""
    document = {"@context": CONTEXT}
    return _answer(request, _tag(orjson.dumps(document)), lambda: document, _DAY)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead machines to the data, and people to the pages."""
    kind = request.get_preferred_type(["text/html", _LINKED, _PLAIN])
    response = HttpResponseRedirect(
        "/procedures" if kind in {None, "text/html"} else "/catalogue.jsonld"
    )
    response.status_code = 303
    patch_vary_headers(response, ["Accept"])
    return response


def _publisher() -> Publisher:
    return Publisher(settings.PORTAL_URL, settings.NODE_NAME)


def _context() -> str:
    return settings.PORTAL_URL + _CONTEXT_PATH


def _tag(*parts: object) -> str:
    """Give a weak entity tag: the same content may be sent packed or not."""
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
    return f'W/"{digest}"'


def _answer(
    request: HttpRequest, tag: str, body: Callable[[], Mapping[str, object]], seconds: int
) -> HttpResponse:
    """Answer with a document, or with nothing where the reader has it already."""
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = _whole(request, body())
    response.headers["ETag"] = tag
    # Anybody's page may read what is public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    patch_vary_headers(response, ["Accept", "Accept-Encoding"])
    return response


def _whole(request: HttpRequest, document: Mapping[str, object]) -> HttpResponse:
    kind = _kind(request, [_LINKED, _PLAIN])
    content = orjson.dumps(document)
    response = HttpResponse(content_type=kind)
    if kind == _PLAIN:
        means = 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        response.headers["Link"] = f"<{_context()}>; {means}"
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        content = gzip.compress(content, _FASTEST, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.content = content
    return response


def _kind(request: HttpRequest, kinds: Sequence[str]) -> str:
    """Give the type to answer with: the reader's choice, linked data where it has none of ours."""
    return request.get_preferred_type(list(kinds)) or _LINKED
