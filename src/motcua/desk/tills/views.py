"""The pages of cash: opening a drawer, giving on, counting; the safe, and the way to the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.desk.tills import queries
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.kernel.money import dong, show
from motcua.tills import actions
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.errors import (
    DrawerNotFound,
    DrawerNotOpen,
    HandOverOver,
    ReasonNeeded,
    TooMuchCash,
)
from motcua.tills.queries import drawer_of
from motcua.ui.posted import form_token, token_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from motcua.kernel.actors import Actor
    from motcua.tills.models import Drawer

    Act = Callable[[Actor, Mapping[str, str], datetime], str]
    Show = Callable[[HttpRequest, Mapping[str, str], DomainError | None], HttpResponse]


@never_cache
@login_required
@require_safe
def drawer(request: HttpRequest) -> HttpResponse:
    """Show an official's own drawer, and the cash that colleagues give on."""
    return _drawer(request, {}, None)


@never_cache
@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Open, give on, count, or take what a colleague gave on, as the button says."""
    return _acted(request, _ACTS, _drawer, "desk:drawer")


@never_cache
@login_required
@require_safe
def purse(request: HttpRequest) -> HttpResponse:
    """Show an agency's cash: its drawers, what waits, the safe and what goes to the bank."""
    return _purse(request, {}, None)


@never_cache
@login_required
@require_POST
def purse_act(request: HttpRequest) -> HttpResponse:
    """Agree to a difference or not, take cash or not, bring cash to the bank."""
    return _acted(request, _PURSE_ACTS, _purse, "desk:purse")


def _acted(request: HttpRequest, acts: Mapping[str, Act], show: Show, address: str) -> HttpResponse:
    """Do what the pressed button says, and lead to the page; what is wrong is said on it."""
    do = acts.get(request.POST.get("act", ""))
    if do is None:
        raise NotFound
    typed = request.POST.dict()
    try:
        said = do(visit(request).actor, typed, clock.now())
    except (NotFound, NotAllowed):
        raise
    except DomainError as error:
        return show(request, typed, error)
    messages.success(request, said)
    return redirect(address)


def _drawer(
    request: HttpRequest, typed: Mapping[str, str], error: DomainError | None
) -> HttpResponse:
    page = queries.drawer_page(visit(request).actor, typed)
    context = {"page": page, "problem": words(error), "token": form_token()}
    status = error.status if error else 200
    return render(request, "desk/tills/drawer.html", context, status=status)


def _purse(
    request: HttpRequest, typed: Mapping[str, str], error: DomainError | None
) -> HttpResponse:
    pages = queries.purse_pages(visit(request).actor)
    context = {"pages": pages, "problem": words(error), "typed": typed, "token": form_token()}
    status = error.status if error else 200
    return render(request, "desk/tills/purse.html", context, status=status)


def words(error: DomainError | None) -> str:
    """Say what went wrong, with the đồng that a count differs by or that lie there."""
    if error is None:
        return ""
    language = get_language() or "vi"
    if isinstance(error, ReasonNeeded):
        by = int(str(error.details["by"]))
        words = _("Thừa %(sum)s.") if by > 0 else _("Thiếu %(sum)s.")
        return f"{words % {'sum': show(abs(by), language)}} {error.text}"
    if isinstance(error, TooMuchCash):
        has = _("Đang có %(sum)s.") % {"sum": show(int(str(error.details["has"])), language)}
        return f"{error.text} {has}"
    return error.text


def _open(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
    actions.open_drawer(actor=actor, began_with=dong(typed.get("began_with") or "0"), now=now)
    return _("Đã mở ngăn tiền.")


def _give(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
    actions.hand_over(
        actor=actor,
        drawer_id=_mine(actor).public_id,
        pieces=queries.pieces_in(typed),
        key=f"desk:{token_of(typed) or form_token()}",
        now=now,
    )
    return _("Đã ghi bàn giao. Tiền vẫn thuộc ngăn của anh/chị tới khi người nhận đếm xong.")


def _count(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
    done = actions.count_drawer(
        actor=actor,
        drawer_id=_mine(actor).public_id,
        pieces=queries.pieces_in(typed),
        reason=typed.get("reason", ""),
        now=now,
    )
    if done.state == DrawerState.COUNTED:
        return _("Đã ghi số đếm và lý do. Kế toán hoặc trưởng đơn vị xem chênh lệch.")
    return _("Số đếm khớp. Đã đóng ngăn tiền.")


def _taking(*, takes: bool) -> Act:
    def do(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
        _decided(actor, typed, now, takes=takes)
        return _("Đã nhận tiền bàn giao.") if takes else _("Đã ghi là không nhận.")

    return do


def _take_back(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
    _decided(actor, typed, now, takes=False)
    return _("Đã lấy lại tiền bàn giao.")


def _decided(actor: Actor, typed: Mapping[str, str], now: datetime, *, takes: bool) -> None:
    """Decide about cash that was given on. Raises `HandOverOver` where somebody else has."""
    given = actions.decide_hand_over(actor=actor, hand_over_id=_id(typed), takes=takes, now=now)
    wanted = HandOverState.TAKEN if takes else HandOverState.REFUSED
    if given.state != wanted or given.taken_by_id != actor.official_id:
        raise HandOverOver


def _deciding(*, agrees: bool) -> Act:
    def do(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
        actions.decide_count(actor=actor, drawer_id=_id(typed), agrees=agrees, now=now)
        return _("Đã đồng ý, chênh lệch được ghi sổ.") if agrees else _("Đã trả lại để đếm lại.")

    return do


def _deposit(actor: Actor, typed: Mapping[str, str], now: datetime) -> str:
    number = typed.get("agency", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    made = actions.deposit(
        actor=actor,
        agency_id=int(number),
        amount=dong(typed.get("amount") or "0"),
        key=f"desk:{token_of(typed) or form_token()}",
        now=now,
    )
    words = _("Ghi %(reference)s vào nội dung nộp tiền ở ngân hàng.")
    return words % {"reference": made.reference}


def _mine(actor: Actor) -> Drawer:
    found = drawer_of(actor)
    if found is None:
        raise DrawerNotOpen
    return found


def _id(typed: Mapping[str, str]) -> UUID:
    try:
        return UUID(typed.get("id", ""))
    except ValueError:
        raise DrawerNotFound from None


_ACTS: Mapping[str, Act] = {
    "open": _open,
    "give": _give,
    "count": _count,
    "take": _taking(takes=True),
    "leave": _taking(takes=False),
    "back": _take_back,
}
_PURSE_ACTS: Mapping[str, Act] = {
    "agree": _deciding(agrees=True),
    "again": _deciding(agrees=False),
    "take": _taking(takes=True),
    "leave": _taking(takes=False),
    "deposit": _deposit,
}
