"""The public API, version 1: find procedures, file dossiers, follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from motcua.kernel.errors import DomainError, InvalidInput
from motcua.kernel.problems import as_problem
from motcua.openapi.api import dossiers, files, procedures, uploads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


class OrjsonRenderer(BaseRenderer):
    """Writes answers as JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Give the bytes of an answer."""
        del request, response_status
        return orjson.dumps(data)


api = NinjaAPI(
    title="motcua",
    version="1",
    description="Một cửa: thủ tục hành chính, hồ sơ và kết quả.",
    renderer=OrjsonRenderer(),
    urls_namespace="openapi",
    docs_url=None,
)
# First, because addresses are tried in order and machines file most.
api.add_router("/dossiers", dossiers.router, tags=["dossiers"])
api.add_router("/procedures", procedures.router, tags=["procedures"])
api.add_router("/fields", procedures.fields_router, tags=["procedures"])
api.add_router("/files", files.router, tags=["files"])
api.add_router("/uploads", uploads.router, tags=["files"])


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say an anticipated refusal as problem+json."""
    return as_problem(request, error)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say where a request does not have the documented shape; values are not repeated."""
    places: list[Mapping[str, str]] = [
        {"path": ".".join(str(part) for part in item["loc"]), "code": str(item["type"])}
        for item in error.errors
    ]
    return as_problem(request, InvalidInput(errors=places))
