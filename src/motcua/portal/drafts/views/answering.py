"""Pages of questions: shown, saved as typed, judged on the way on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.dossiers import actions
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import TooManyRequests
from motcua.portal.drafts import queries
from motcua.portal.drafts.forms import read_turn
from motcua.portal.drafts.views.opening import (
    here,
    in_language,
    language_of_page,
    of_draft,
    onward,
    to_stop,
)
from motcua.portal.drafts.views.papers import drop, taken_in
from motcua.procedures.queries import rules
from motcua.ui.fields import Press, control_id
from motcua.ui.posted import sending_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from motcua.dossiers.models import Draft
    from motcua.portal.drafts.forms import Turn
    from motcua.portal.drafts.queries.paper_sheet import Errors
    from motcua.procedures.base.forms.answering import Wrong
    from motcua.ui.posted import Pressed


@require_safe
@of_draft
def resume(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Lead to the page where the draft was left."""
    del request
    route = queries.route_of(draft, clock.civil_date(clock.now()))
    return to_stop(draft, draft.page if draft.page in route else route.stops[0])


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft
def page(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """Show a page of questions; posting keeps what was typed, right or wrong, and goes on."""
    now = clock.now()
    if request.method != "POST":
        is_review = request.GET.get("from") == queries.CHECK
        return _show(request, draft, code, queries.wrong_on(draft, code, now) if is_review else ())
    queries.sheet_of(draft, code, now, language_of_page())
    turn = read_turn(draft, code, request.POST, now)
    refused = _take_files(request, draft, code, turn.button)
    fresh = _looked_up(request, draft, turn, now)
    origins = queries.origins_of(draft, code, turn.answers, now)
    origins |= queries.looked_up(draft, code, turn.answers, now, fresh)
    saved = actions.save_answers(
        actor=visit(request).actor,
        draft_id=draft.public_id,
        typed=actions.Typed(code, turn.answers, origins, sending_of(request.POST)),
        now=now,
    )
    if refused and turn.button.press is not Press.AUTOSAVE:
        is_sent = turn.button.press is Press.NEXT
        errors = [
            one for one in _wrong(request, saved, code) if is_sent and one.path not in refused
        ]
        return _show(request, saved, code, errors, refused=refused)
    return _ANSWERS[turn.button.press](request, saved, code, turn.button)


def _looked_up(request: HttpRequest, draft: Draft, turn: Turn, now: datetime) -> str:
    """Fill an enterprise in by its number where that was asked for; give its question."""
    key = turn.button.target
    if turn.button.press is not Press.FIND:
        return ""
    try:
        found = queries.filled_in(draft, key, turn.answers, now)
    except TooManyRequests as refusal:
        messages.error(request, refusal.text)
        return ""
    if found is None:
        messages.info(request, _("Chưa có dữ liệu theo mã số này; anh/chị điền các ô còn lại."))
        return ""
    turn.answers[key] = found
    return key


def _take_files(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> Errors:
    """Keep the files that came with a page, and drop the one whose button was pressed."""
    held = rules(draft.version_id)
    if button.press is Press.DROP:
        drop(request, draft, button.target)
    refused: Errors = {}
    for paper, key in held.sent_as_answers.items():
        if held.form.page_of[key] == code:
            refused |= taken_in(request, draft, paper, key)
    return refused


def _show(
    request: HttpRequest,
    draft: Draft,
    code: str,
    errors: Sequence[Wrong] = (),
    *,
    refused: Errors | None = None,
) -> HttpResponse:
    sheet = queries.sheet_of(draft, code, clock.now(), language_of_page(), errors)
    sheet = queries.with_refusals(sheet, refused or {})
    page = {"sheet": sheet, "form_id": "questions"}
    return render(request, "portal/drafts/page.html", page)


def _next(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> HttpResponse:
    del button
    errors = _wrong(request, draft, code)
    return _show(request, draft, code, errors) if errors else onward(request, draft, code)


def _wrong(request: HttpRequest, draft: Draft, code: str) -> Sequence[Wrong]:
    """Judge a page that was sent; what it did not ask yet is not held against anybody."""
    errors = queries.wrong_on(draft, code, clock.now())
    asked = request.POST.get(queries.ASKED)
    return errors if asked is None else queries.newly_asked(errors, asked.split())


def _back(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> HttpResponse:
    del button
    before = queries.route_of(draft, clock.civil_date(clock.now())).before(code)
    return to_stop(draft, before) if before else here(request)


def _leave(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> HttpResponse:
    del draft, code, button
    messages.success(request, _("Đã lưu bản nháp. Anh/chị làm tiếp lúc nào cũng được."))
    return redirect("portal:my")


def _again(
    request: HttpRequest, draft: Draft, code: str, button: Pressed, *, part: str = ""
) -> HttpResponse:
    del draft, code
    return here(request, control_id(button.target.partition(".")[0]) + part)


def _switch(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> HttpResponse:
    del code
    return in_language(request, draft, button.target)


def _kept(request: HttpRequest, draft: Draft, code: str, button: Pressed) -> HttpResponse:
    """Tell the script what it writes anew: when answers were kept, what follows from them."""
    del request, button
    sheet = queries.sheet_of(draft, code, clock.now(), language_of_page())
    told: dict[str, object] = {
        "saved_at": clock.civil(draft.saved_at).strftime("%H:%M"),
        "calculated": sheet.calculated,
    }
    if sheet.fee:
        told["fee"] = sheet.fee
    return JsonResponse(told)


_ANSWERS: dict[Press, Callable[[HttpRequest, Draft, str, Pressed], HttpResponse]] = {
    Press.NEXT: _next,
    Press.BACK: _back,
    Press.SAVE: _leave,
    Press.ADD: _again,
    Press.REMOVE: _again,
    Press.DROP: _again,
    Press.FIND: _again,
    Press.LOOKUP: partial(_again, part="-commune"),
    Press.LANGUAGE: _switch,
    Press.AUTOSAVE: _kept,
}
