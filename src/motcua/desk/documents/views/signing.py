"""Signing: everything that waits, every page of each, one confirmation, a result for each."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.enums import Role
from motcua.desk.documents import queries
from motcua.desk.documents.actions import sign_documents
from motcua.dossiers.queries.being_signed import signing_of
from motcua.dossiers.queries.documents import signable
from motcua.identity.base import visit
from motcua.identity.queries import require_confirmed
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def to_sign(request: HttpRequest) -> HttpResponse:
    """Show what waits for one's signature, or one document; posting signs what is ticked."""
    actor = visit(request).actor
    if not actor.agencies(Role.LEADER):
        raise NotAllowed
    if request.method == "POST":
        return _signed(request)
    waiting = queries.waiting_for(actor, _uuid(request.GET.get("van-ban", "")), clock.now())
    context = {"waiting": waiting, "token": queries.new_token(), "most": queries.MOST_AT_ONCE}
    return render(request, "desk/documents/to_sign.html", context)


@require_safe
@never_cache
@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """Tell how far the signing of what was approved together has come; it asks again by itself."""
    actor = visit(request).actor
    if not actor.agencies():
        raise NotAllowed
    results, documents = (_uuids(request.GET.getlist(name)) for name in ("d", "v"))
    rows = signing_of(actor, results, documents)
    done = sum(row.is_signed for row in rows)
    context = {"rows": rows, "done": done, "all": len(rows), "is_over": done == len(rows)}
    # 286 tells the page that asks by itself that there is nothing more to ask.
    status = 286 if context["is_over"] and "HX-Request" in request.headers else 200
    return render(request, "desk/documents/signing.html", context, status=status)


def _uuids(texts: Iterable[str]) -> list[UUID]:
    read = (_uuid(text) for text in texts)
    return [one for one in read if one is not None][: queries.MOST_AT_ONCE]


def _signed(request: HttpRequest) -> HttpResponse:
    """Sign what was ticked; each row names the document and the version that was shown."""
    actor = visit(request).actor
    pairs = (text.partition(".") for text in request.POST.getlist("d"))
    read = ((_uuid(first), _uuid(last)) for first, _dot, last in pairs)
    shown = {one: version for one, version in read if one is not None and version is not None}
    if not shown:
        messages.info(request, _("Anh/chị chọn ít nhất một văn bản."))
        return redirect("desk:documents-to-sign")
    known = signable(actor, shown)
    chosen = [known[one] for one in shown if one in known][: queries.MOST_AT_ONCE]
    require_confirmed(
        request,
        _("Anh/chị sắp ký các văn bản sau. Từng văn bản đã được cho xem ở trang trước."),
        [f"{one.title} · {one.dossier.code}" for one in chosen],
        reverse("desk:documents-to-sign"),
    )
    outcomes = sign_documents(
        actor=actor,
        documents=chosen,
        shown=shown,
        token=request.POST.get("token", "")[:64],
        now=clock.now(),
    )
    approved = [str(one.document.public_id) for one in outcomes if one.is_done]
    context = {
        "outcomes": outcomes,
        "done": len(approved),
        "refused": len(outcomes) - len(approved),
        "gone": len(shown) - len(chosen),
        "progress": urlencode(
            [("v", str(one.document.public_id)) for one in outcomes if one.is_done]
        ),
    }
    return render(request, "desk/documents/signed.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
