"""The public catalogue as linked data (CPSV-AP 3.2): in pages, one by one, and their context."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
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
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.http import HttpRequest

    from motcua.openapi.queries import Page

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
    return _answer(request, _page(asked, today, _publisher(), _context()), _MINUTES)


@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Give one procedure in force. Raises `NotFound`."""
    today = clock.civil_date(clock.now())
    version = queries.versions(today).get(code)
    if version is None:
        raise NotFound
    return _answer(request, _service(code, version, today, _publisher(), _context()), _MINUTES)


@require_safe
def context(request: HttpRequest) -> HttpResponse:
    """Give what the keys of these documents mean."""
    return _answer(request, _written({"@context": CONTEXT}), _DAY)


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


@dataclass(frozen=True, slots=True)
class _Written:
    """A document as it is sent: packed, and the tag that tells whether a reader has it."""

    tag: str
    packed: bytes


# Versions never change, so that a page is what it was as long as its versions and the day are.
@lru_cache(maxsize=64)
def _page(page: Page, day: date, publisher: Publisher, context: str) -> _Written:
    return _written(queries.page_document(page, day, publisher, context))


@lru_cache(maxsize=512)
def _service(code: str, version: int, day: date, publisher: Publisher, context: str) -> _Written:
    del version  # another one is another answer
    return _written(queries.service_document(code, day, publisher, context))


def _written(document: Mapping[str, object]) -> _Written:
    content = orjson.dumps(document)
    # Weak: the same content may be sent packed or not, and under two types.
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    return _Written(tag, gzip.compress(content, _FASTEST, mtime=0))


def _answer(request: HttpRequest, written: _Written, seconds: int) -> HttpResponse:
    """Answer with a document, or with nothing where the reader has it already."""
    response = get_conditional_response(request, etag=written.tag)
    if response is None:
        response = _whole(request, written)
    response.headers["ETag"] = written.tag
    # Anybody's page may read what is public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    patch_vary_headers(response, ["Accept", "Accept-Encoding"])
    return response


def _whole(request: HttpRequest, written: _Written) -> HttpResponse:
    kind = _kind(request, [_LINKED, _PLAIN])
    response = HttpResponse(content_type=kind)
    if kind == _PLAIN:
        means = 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        response.headers["Link"] = f"<{_context()}>; {means}"
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response.headers["Content-Encoding"] = "gzip"
        response.content = written.packed
    else:
        response.content = gzip.decompress(written.packed)
    return response


def _kind(request: HttpRequest, kinds: Sequence[str]) -> str:
    """Give the type to answer with: the reader's choice, linked data where it has none of ours."""
    return request.get_preferred_type(list(kinds)) or _LINKED
