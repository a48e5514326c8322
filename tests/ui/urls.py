"""The interface's addresses with its catalogue, whatever the node's settings say"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from motcua.ui import urls

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

urlpatterns = [path("ui/", include(([*urls.urlpatterns[:1], *urls.CATALOGUE], "ui")))]

RECEIVED: list[str] = []


def record(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep the bodies of what is posted: a browser does not tell what it sends while leaving."""

    def recording(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            RECEIVED.append(request.body.decode(errors="replace"))
        return answer(request)

    return recording
