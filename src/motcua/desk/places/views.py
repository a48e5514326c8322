"""What a script of an official's form asks: the communes of the province just chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from motcua.kernel import clock
from motcua.procedures.queries.places import communes_asked

if TYPE_CHECKING:
    from django.http import HttpRequest


@cache_control(private=True, max_age=3600)
@login_required
@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Give the communes of `province` as rows `[code, name]`; none for one there is not."""
    rows = communes_asked(request.GET, clock.civil_date(clock.now()))
    return JsonResponse(rows, safe=False)
