"""The guide at the desk: its contents, a chapter, the whole to print, a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from motcua.desk.guide import queries

if TYPE_CHECKING:
    from django.http import HttpRequest

_DAY = 86_400


@never_cache
@login_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the contents."""
    return render(request, "desk/guide/chapter.html", {"chapter": queries.contents()})


@never_cache
@login_required
@require_safe
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """Show a chapter, with those before and after it."""
    before, after = queries.beside(chapter)
    context = {"chapter": queries.chapter(chapter), "before": before, "after": after}
    return render(request, "desk/guide/chapter.html", context | {"is_chapter": True})


@never_cache
@login_required
@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Show all chapters on one page, to be printed."""
    context = {"contents": queries.contents(), "chapters": queries.chapters().values()}
    return render(request, "desk/guide/whole.html", context)


@cache_control(private=True, max_age=_DAY)
@login_required
@require_safe
def picture(request: HttpRequest, picture: str) -> HttpResponse:
    """Send a picture of the guide."""
    del request
    return HttpResponse(queries.picture(picture).read_bytes(), content_type="image/webp")
