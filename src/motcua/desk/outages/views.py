"""Paper in an outage: sheets printed beforehand, entered later, and what still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.enums import Role
from motcua.desk.outages.forms import BindForm, RestoreForm, SheetsForm, SpoilForm
from motcua.dossiers.actions import provisional as actions
from motcua.dossiers.base.provisional import read_provisional
from motcua.dossiers.errors import DossierNotFound, ProvisionalUnknown
from motcua.dossiers.queries import provisional as queries
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from motcua.kernel.actors import Actor
    from motcua.ui.drawn import DrawnForm

asks = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Show the blocks of sheets, and what of each was entered and what lacks."""
    actor = _receptionist(request)
    page = {"blocks": queries.blocks_of(actor), "spoiled": queries.spoiled_of(actor)}
    return render(request, "desk/outages/paper.html", page)


@never_cache
@login_required
@asks
def make(request: HttpRequest) -> HttpResponse:
    """Set sheets aside for a counter."""
    actor = _receptionist(request)
    form = SheetsForm(_posted(request), actor=actor)

    def act(data: dict[str, Any]) -> None:
        counter = form.counters[data["counter"]]
        actions.make_block(
            actor=actor,
            unit=counter.unit,
            counter_id=counter.pk,
            sheets=data["sheets"],
            now=clock.now(),
        )

    return _asked(request, form, act, (_("Tạo tờ số tạm"), _("Đã tạo. In ra trước khi cần.")))


@never_cache
@login_required
@require_safe
def sheets(request: HttpRequest, block_id: UUID) -> HttpResponse:
    """Send the sheets of a block for print."""
    block = queries.block_for(_receptionist(request), block_id)
    shown = {"Content-Disposition": f'inline; filename="so-tam-{block.first}-{block.last}.pdf"'}
    return HttpResponse(queries.sheets_pdf(block), content_type="application/pdf", headers=shown)


@never_cache
@login_required
@require_POST
def used(request: HttpRequest, block_id: UUID) -> HttpResponse:
    """Note the last sheet that was given out, by its serial or the number printed on it."""
    typed = "".join(request.POST.get("used_to", "").split())
    printed = read_provisional(typed)
    if printed is not None:
        last = printed.serial
    elif not typed or (typed.isdecimal() and len(typed) < 9):
        last = int(typed or 0)
    else:
        messages.error(request, ProvisionalUnknown().text)
        return redirect("desk:outage-paper")
    actor = _receptionist(request)
    try:
        actions.say_used(actor=actor, public_id=block_id, used_to=last, now=clock.now())
    except (NotFound, NotAllowed):
        raise
    except DomainError as refusal:
        messages.error(request, refusal.text)
    return redirect("desk:outage-paper")


@never_cache
@login_required
@asks
def bind(request: HttpRequest) -> HttpResponse:
    """Say on which sheet, and when, what is being typed was taken."""
    actor = _receptionist(request)
    known = {"draft": request.GET.get("draft", "")}
    form = BindForm(_posted(request), initial=known, actor=actor)
    if not form.is_needed:
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/outages/nothing.html", status=status)

    def act(data: dict[str, Any]) -> None:
        actions.bind_number(
            actor=actor,
            number=data["number"],
            draft_id=UUID(data["draft"]),
            taken_at=data["taken_at"],
            now=clock.now(),
        )

    said = _("Đã gắn số tạm. Nộp hồ sơ ở quầy như thường; giờ nhận là giờ trên tờ giấy.")
    return _asked(request, form, act, (_("Nhập sau sự cố"), said), _filing(request))


@never_cache
@login_required
@asks
def spoil(request: HttpRequest) -> HttpResponse:
    """Note a spoiled sheet."""
    actor, form = _receptionist(request), SpoilForm(_posted(request))

    def act(data: dict[str, Any]) -> None:
        actions.spoil_number(actor=actor, now=clock.now(), **data)

    return _asked(request, form, act, (_("Ghi tờ hỏng"), _("Đã ghi tờ hỏng.")))


@never_cache
@login_required
@asks
def restore(request: HttpRequest) -> HttpResponse:
    """Say that a sheet was called spoiled by mistake."""
    actor, known = _receptionist(request), {"number": request.GET.get("number", "")}
    form = RestoreForm(_posted(request), initial=known)

    def act(data: dict[str, Any]) -> None:
        actions.restore_number(actor=actor, now=clock.now(), **data)

    said = _("Đã sửa lại. Tờ này nhập được như thường; chưa nhập thì vẫn còn thiếu.")
    return _asked(request, form, act, (_("Sửa tờ ghi hỏng nhầm"), said))


def _filing(request: HttpRequest) -> str:
    """Give the address of the filing that one came from, or of the sheets."""
    try:
        return reverse("desk:counter-filing", args=[UUID(request.GET.get("filing", ""))])
    except ValueError:
        return ""


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked(
    request: HttpRequest,
    form: DrawnForm,
    act: Callable[[dict[str, Any]], None],
    words: tuple[_StrPromise, _StrPromise],
    back: str = "",
) -> HttpResponse:
    """Show a form, or do what was posted and go back; a refusal is said in the form."""
    back = back or reverse("desk:outage-paper")
    status = 200
    if request.method == "POST":
        status = _done(form, act)
        if not status:
            messages.success(request, str(words[1]))
            return redirect(back)
    page = {"form": form, "title": words[0], "back": back}
    return render(request, "desk/outages/ask.html", page, status=status)


def _done(form: DrawnForm, act: Callable[[dict[str, Any]], None]) -> int:
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except DossierNotFound:
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return refusal.status
    return 0


def _receptionist(request: HttpRequest) -> Actor:
    """Give who looks, where he receives somewhere. Raises `NotAllowed`."""
    actor = visit(request).actor
    if not actor.has_role(Role.RECEPTIONIST):
        raise NotAllowed
    return actor
