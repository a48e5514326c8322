"""A receipt for who paid: its signed page and its signed data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.identity.base import visit
from motcua.identity.base.expired import because
from motcua.kernel.files import open_stored
from motcua.portal.receipts import queries

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@never_cache
@login_required
@because()
@require_safe
def file(request: HttpRequest, receipt_id: UUID, kind: str) -> FileResponse:
    """Send a receipt's signed file to the owner of what was paid for."""
    found = queries.own_file(visit(request).actor, receipt_id, kind)
    return FileResponse(
        open_stored(found), as_attachment=True, filename=found.name, content_type=found.media_type
    )
