"""What a counter prints: a queue ticket as wide as its roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.counters.queries.printing import ticket_for, ticket_pdf
from motcua.desk.counter.views.opening import at_counter
from motcua.identity.base import visit
from motcua.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_safe
@at_counter
def ticket(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Send a ticket of one's office as a PDF 80 mm wide."""
    found = ticket_for(visit(request).actor, ticket_id)
    shown = {"Content-Disposition": f'inline; filename="{found}.pdf"'}
    return HttpResponse(
        ticket_pdf(found, now=clock.now()), content_type="application/pdf", headers=shown
    )
