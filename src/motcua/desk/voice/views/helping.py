"""The help desk: requests, a caller's code, his draft with answers hidden, a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.desk.voice.forms import (
    AnswerForm,
    DraftNumberForm,
    HelpCodeForm,
    HelpForm,
    HintForm,
)
from motcua.desk.voice.queries import help_line
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.ui.posted import form_token, token_of
from motcua.voice.actions import helping as actions
from motcua.voice.actions.reading import open_request
from motcua.voice.enums import HelpChannel
from motcua.voice.queries.guidance import guidance
from motcua.voice.queries.helping import (
    HELPING,
    done_requests,
    keys_of,
    masked_draft,
    requests_visible_to,
    waiting_requests,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from motcua.ui.drawn import DrawnForm
    from motcua.voice.models import HelpRequest

asks = require_http_methods(["GET", "HEAD", "POST"])
_SHOWN = 100


@never_cache
@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List what waits for help, the most urgent first, or what was helped with."""
    actor = visit(request).actor
    if not (actor.agencies(*HELPING) or requests_visible_to(actor).exists()):
        raise NotAllowed
    is_done = request.GET.get("loai") == "xong"
    rows = done_requests(actor) if is_done else waiting_requests(actor)
    now = clock.now()
    page = {
        "lines": [help_line(row, now) for row in rows[:_SHOWN]],
        "is_done": is_done,
        "waiting": waiting_requests(actor).count(),
        "helps": bool(actor.agencies(*HELPING)),
    }
    return render(request, "desk/voice/help.html", page)


@never_cache
@login_required
@asks
def new(request: HttpRequest) -> HttpResponse:
    """Write a call down as a request."""
    actor = visit(request).actor
    agencies = actor.agencies(*HELPING)
    if not agencies:
        raise NotAllowed
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        page = {"form": form, "token": form_token()}
        return render(request, "desk/voice/help_new.html", page, status=status)
    given = form.cleaned_data
    facts = actions.HelpFacts(
        min(agencies),
        HelpChannel(given["channel"]),
        given["text"],
        given["name"],
        given["phone"],
        given["email"],
        key=token_of(request.POST),
    )
    row = actions.ask_for_help(actor=actor, facts=facts, now=clock.now())
    return redirect("desk:help-one", row.public_id)


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show a request: what is asked, the drafts opened, guidance to read out."""
    row = open_request(actor=visit(request).actor, public_id=request_id, now=clock.now())
    return _page(request, row)


@never_cache
@login_required
@require_POST
def take(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Take a request up."""
    actions.take_request(actor=visit(request).actor, public_id=request_id, now=clock.now())
    return redirect("desk:help-one", request_id)


@never_cache
@login_required
@require_POST
def finish(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """End a request with what was said."""
    form = AnswerForm(request.POST)

    def act(**by: Any) -> object:
        return actions.finish_request(answer=form.cleaned_data["answer"], **by)

    return _acted(request, request_id, form, act, _("Đã ghi xong việc giúp."), answer=form)


@never_cache
@login_required
@require_POST
def send_code(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send a one-time code to the owner of the draft whose number was read out."""
    form = DraftNumberForm(request.POST)

    def act(**by: Any) -> object:
        actions.send_help_code(number=form.cleaned_data["draft_number"], **by)
        return None

    told = _("Nếu có bản nháp ấy, mã đã được gửi tới điện thoại của chủ bản nháp.")
    return _acted(request, request_id, form, act, told, number=form)


@never_cache
@login_required
@require_POST
def open_by_code(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Open a caller's draft by the code he read out."""
    form = HelpCodeForm(request.POST)

    def act(**by: Any) -> object:
        return actions.open_draft(code=form.cleaned_data["code"], **by)

    told = _("Đã mở bản nháp trong nửa giờ. Người gọi thấy tên anh/chị ở mục ai đã xem.")
    return _acted(request, request_id, form, act, told, code=form)


@never_cache
@login_required
@asks
def draft(request: HttpRequest, request_id: UUID, key: int) -> HttpResponse:
    """Show a caller's draft with its answers hidden; posting points him to a question."""
    actor, now = visit(request).actor, clock.now()
    row = open_request(actor=actor, public_id=request_id, now=now)
    question = request.POST.get("question") or request.GET.get("cau", "")
    form = HintForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            actions.point_to_question(
                actor=actor,
                public_id=row.public_id,
                key_id=key,
                question=question[:120],
                note=form.cleaned_data["note"],
                now=now,
            )
            messages.success(request, _("Đã gợi ý. Người gọi thấy ngay khi tải lại trang."))
            return redirect("desk:help-draft", row.public_id, key)
    opened = actions.look_at_draft(actor=actor, public_id=row.public_id, key_id=key, now=now)
    shown = masked_draft(opened, now, get_language() or "vi")
    chosen = next((one for page in shown.pages for one in page.rows if one.path == question), None)
    page = {"row": row, "draft": shown, "form": form, "chosen": chosen}
    return render(request, "desk/voice/help_draft.html", page, status=status)


def _acted(
    request: HttpRequest,
    request_id: UUID,
    form: DrawnForm,
    act: Callable[..., object],
    told: str,
    **shown: DrawnForm,
) -> HttpResponse:
    """Do what a right form asks and go back to the request; say on its page what was refused."""
    actor, now = visit(request).actor, clock.now()
    row = open_request(actor=actor, public_id=request_id, now=now)
    status = 422
    if form.is_valid():
        try:
            act(actor=actor, public_id=row.public_id, now=now)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refusal:
            form.add_error(None, refusal.text)
            status = refusal.status
        else:
            messages.success(request, told)
            return redirect("desk:help-one", row.public_id)
    return _page(request, row, status, **shown)


def _page(
    request: HttpRequest, row: HelpRequest, status: int = 200, **forms: DrawnForm
) -> HttpResponse:
    actor, now, language = visit(request).actor, clock.now(), get_language() or "vi"
    page = {
        "row": row,
        "line": help_line(row, now),
        "helps": actor.has_role(HELPING[0], row.agency_id)
        or actor.has_role(HELPING[1], row.agency_id),
        "keys": [
            (key, key.opened_by_id == actor.official_id and (key.opened_until or now) > now)
            for key in keys_of(row, now)
        ],
        "guidance": [(entry.ask(language), entry.reply(language)) for entry in guidance()],
        "number_form": forms.get("number", DraftNumberForm()),
        "code_form": forms.get("code", HelpCodeForm()),
        "answer_form": forms.get("answer", AnswerForm()),
        "problems": [problem for form in forms.values() for problem in form.problems],
    }
    return render(request, "desk/voice/help_one.html", page, status=status)
