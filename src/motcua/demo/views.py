"""The demo's stage: one-click sign-in, one more day, six scenes. There is none outside the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.demo import days, scenes
from motcua.demo.accounts import PARTS, account_of
from motcua.demo.clock import days_played
from motcua.demo.mission import mission
from motcua.demo.tasks import play_day
from motcua.demo.tries import TRIES
from motcua.dossiers.workflow import TABLE
from motcua.identity.actions import sign_in_demo
from motcua.identity.enums import Side
from motcua.kernel import clock

if TYPE_CHECKING:
    from motcua.demo.accounts import Part

_ORIGINS = [settings.PORTAL_URL, settings.DESK_URL]


@never_cache
@require_safe
@csp_update({"form-action": _ORIGINS})
def stage(request: HttpRequest) -> HttpResponse:
    """Show who can be played, the six scenes, and what of the whole plan works."""
    context = {
        "parts": [(part, _home_of(part)) for part in PARTS if account_of(part.code)],
        "scenes": scenes.SCENES,
        "tries": TRIES,
        "played": scenes.played(request.session),
        "days": days_played(),
        "today": clock.civil(clock.now()),
        "latest": days.progress(),
        "mission": mission(),
        "sandboxes": _sandboxes(),
    }
    response = render(request, "demo/stage.html", context)
    # A browser tells the other host where a form came from only if it may; `sign_in` asks for it.
    response["Referrer-Policy"] = "strict-origin"
    return response


# The two hosts have cookies of their own, so that a token of one says nothing on the other; the
# origin is checked instead, and only invented accounts can be entered.
@csrf_exempt
@require_POST
def sign_in(request: HttpRequest, part: str) -> HttpResponse:
    """Sign in as one of the parts, on the host it belongs to."""
    if request.headers.get("Origin", "") not in _ORIGINS:
        return HttpResponseForbidden(_("Chỉ đăng nhập được từ trang minh họa."))
    account = account_of(part)
    if account is None:
        raise Http404
    sign_in_demo(request, account)
    return redirect("/")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_more_day(request: HttpRequest) -> HttpResponse:
    """Show how far the latest day is; posting lets the one after it begin, once."""
    if request.method != "POST":
        return _followed(request)
    after = request.POST.get("after", "")
    if after.isascii() and after.isdigit() and days.begin(after=int(after)):
        play_day.defer()
    return redirect("demo:day")


def _followed(request: HttpRequest) -> HttpResponse:
    progress = days.progress()
    if progress is None:
        return redirect("demo:stage")
    done = [(_said(name), count) for name, count in progress.done.items()]
    context = {"progress": progress, "done": done, "days": days_played()}
    return render(request, "demo/day.html", context)


@require_POST
def scene(request: HttpRequest, scene: str) -> HttpResponse:
    """Play one scene and show what came of it."""
    if scene not in scenes.PLAYS:
        raise Http404
    scenes.PLAYS[scene](request.session, clock.now())
    return redirect(f"/demo/#{scene}")


def _said(act: str) -> str:
    """Say what was done, in the words of the dossier's table."""
    more = {
        "submit": _("Nộp hồ sơ"),
        "pay": _("Nộp tiền"),
        "complete_step": _("Xong một bước"),
        "send_back": _("Trả lại bước trước"),
        "approve_result": _("Phê duyệt và ký"),
    }
    return more.get(act) or next(move.label for move in TABLE.moves if move.action == act)


def _home_of(part: Part) -> str:
    return settings.DESK_URL if part.side == Side.OFFICIAL else settings.PORTAL_URL


def _sandboxes() -> list[tuple[str, str]]:
    host = urlsplit(settings.PORTAL_URL).hostname or "localhost"
    names = (
        (_("Ngân hàng thử nghiệm"), settings.SANDBOX_BANK_PORT),
        (_("Điện thoại thử nghiệm"), settings.SANDBOX_PHONE_PORT),
        (_("Hộp thư thử nghiệm"), settings.SANDBOX_MAIL_PORT),
        (_("Bưu chính thử nghiệm"), settings.SANDBOX_CARRIER_PORT),
        (_("Zalo, VNeID và thông báo của trình duyệt thử nghiệm"), settings.SANDBOX_APPS_PORT),
    )
    return [(name, f"http://{host}:{port}/") for name, port in names if port]
