"""Following a dossier without signing in; every wrong pair gets the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.counters.queries.devices import counted_as
from motcua.dossiers.actions.looking_up import look_up
from motcua.kernel import clock
from motcua.kernel.errors import TooManyRequests
from motcua.portal.dossiers import queries
from motcua.portal.dossiers.forms import TrackingForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.queries import Tracked

_LONGEST_CODE = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for a code and four signs; posting shows where the dossier stands."""
    if request.method != "POST":
        return _asked(request, request.GET.get("code", ""))
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _again(request, form)
    try:
        found = _found(request, form)
    except TooManyRequests as refusal:
        form.add_error(None, refusal.text)
        response = _again(request, form, 429)
        response["Retry-After"] = str(refusal.details["retry_after"])
        return response
    return _shown(request, found) if found else _missed(request, form)


@never_cache
@require_safe
def track_code(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the four signs of a code that came with the address, as from a QR code."""
    return _asked(request, code)


def _found(request: HttpRequest, form: TrackingForm) -> Tracked | None:
    if request.POST.get("website"):
        return None  # a field that people do not see was filled in
    code, signs = form.pair
    return look_up(code, signs, address=counted_as(request), now=clock.system_now())


def _asked(request: HttpRequest, code: str) -> HttpResponse:
    known = code[:_LONGEST_CODE].replace("\0", "").strip()
    form = TrackingForm(initial={"code": known})
    if known:
        form.fields["digits"].widget.attrs["autofocus"] = "autofocus"
    return _again(request, form)


def _missed(request: HttpRequest, form: TrackingForm) -> HttpResponse:
    form.add_error(None, _("Không có hồ sơ nào khớp cả mã và 4 số cuối. Anh/chị kiểm tra lại."))
    return _again(request, form)


def _again(request: HttpRequest, form: TrackingForm, status: int = 200) -> HttpResponse:
    page = {"nav": "track", "form": form}
    return render(request, "portal/dossiers/track.html", page, status=status)


def _shown(request: HttpRequest, found: Tracked) -> HttpResponse:
    page = queries.tracked_page(found, clock.now(), get_language() or "vi")
    return render(request, "portal/dossiers/tracked.html", {"nav": "track", "page": page})
