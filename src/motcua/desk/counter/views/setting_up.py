"""What an administrator sets up: kinds of service, kiosks, from where scans come by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies.actions.counters import place_terminal
from motcua.agencies.queries.counters import counters_in, units_administered
from motcua.counters import actions
from motcua.counters.base import mail_rule_on
from motcua.counters.queries import closed_kinds_of, kinds_of
from motcua.counters.queries.kiosks import kiosks_of
from motcua.counters.queries.mail import let_wait, senders_of
from motcua.desk.counter.forms import KindForm, KioskForm, SenderForm, TerminalForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.payments.queries.providers import has_terminals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse

    from motcua.agencies.models import Unit

T = TypeVar("T")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Show what is set up in the units one administers; posting adds or ends one thing."""
    units = units_administered(visit(request).actor)
    if not units:
        raise NotAllowed
    return _ACTS.get(request.POST.get("act", ""), _shown)(request, units)


def _new_kind(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    form = KindForm(units, request.POST)
    if not form.is_valid():
        return _shown(request, units, kind=form, status=422)
    said = form.cleaned_data
    try:
        actions.open_kind(
            actor=visit(request).actor,
            unit=form.chosen_unit,
            prefix=said["letters"],
            name=said["name"],
            name_en=said["name_en"],
            minutes=said["minutes"],
            last_at=said["last_at"],
            now=clock.now(),
        )
    except DomainError as refusal:
        form.add_error("letters", refusal.text)
        return _shown(request, units, kind=form, status=refusal.status)
    messages.success(request, _("Đã thêm loại việc."))
    return redirect("desk:counter-setup")


def _new_kiosk(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    form = KioskForm(units, request.POST)
    if not form.is_valid():
        return _shown(request, units, kiosk=form, status=422)
    _kiosk, code = actions.make_kiosk(
        actor=visit(request).actor,
        unit=form.chosen_unit,
        name=form.cleaned_data["name"],
        now=clock.now(),
    )
    # Shown once, on this page only: it is kept as a digest.
    return _shown(request, units, code=code)


def _new_sender(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    form = SenderForm(counters_in(units), request.POST)
    if not form.is_valid():
        return _shown(request, units, sender=form, status=422)
    try:
        actions.let_sender_in(
            actor=visit(request).actor,
            counter=form.chosen_counter,
            address=form.cleaned_data["address"],
            now=clock.now(),
        )
    except DomainError as refusal:
        form.add_error("address", refusal.text)
        return _shown(request, units, sender=form, status=refusal.status)
    messages.success(request, _("Đã cho phép. Thư đã gửi trước đó sẽ được nhận trong một phút."))
    return redirect("desk:counter-setup")


def _new_terminal(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    form = TerminalForm(counters_in(units), request.POST)
    if not form.is_valid():
        return _shown(request, units, machine=form, status=422)
    name = form.cleaned_data["terminal"]
    try:
        place_terminal(
            actor=visit(request).actor, counter=form.chosen_counter, terminal=name, now=clock.now()
        )
    except DomainError as refusal:
        form.add_error("terminal", _("Máy này đang ở một quầy khác."))
        return _shown(request, units, machine=form, status=refusal.status)
    messages.success(request, _("Đã ghi máy quẹt thẻ của quầy."))
    return redirect("desk:counter-setup")


def _changed(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    """Close, open or end what was chosen; each can be taken back here. Raises `NotFound`."""
    act, chosen = request.POST["act"], request.POST.get("id", "")
    by: dict[str, Any] = {"actor": visit(request).actor, "now": clock.now()}
    if act == "close-kind":
        kinds = {str(kind.public_id): kind for unit in units for kind in kinds_of(unit.pk)}
        actions.close_kind(**by, kind=_chosen(kinds, chosen))
        messages.success(request, _("Đã thôi phát số loại việc này. Phát lại được ngay ở dưới."))
    elif act == "reopen-kind":
        closed = {str(kind.public_id): kind for unit in units for kind in closed_kinds_of(unit.pk)}
        actions.reopen_kind(**by, kind=_chosen(closed, chosen))
        messages.success(request, _("Đã phát số lại."))
    else:
        senders = {str(sender.public_id): sender for sender in senders_of(units)}
        actions.end_sender(**by, sender=_chosen(senders, chosen))
    return redirect("desk:counter-setup")


def _kiosk_ended(request: HttpRequest, units: Sequence[Unit]) -> HttpResponse:
    """Switch a device off once that was said twice: it takes somebody beside it to begin anew."""
    kiosks = {str(kiosk.public_id): kiosk for kiosk in kiosks_of(unit.pk for unit in units)}
    kiosk = _chosen(kiosks, request.POST.get("id", ""))
    if "_sure" not in request.POST:
        return render(request, "desk/counter/kiosk_end.html", {"kiosk": kiosk})
    actions.end_kiosk(actor=visit(request).actor, kiosk=kiosk, now=clock.now())
    messages.success(request, _("Đã tắt máy."))
    return redirect("desk:counter-setup")


def _chosen(things: Mapping[str, T], key: str) -> T:
    if key not in things:
        raise NotFound
    return things[key]


def _shown(
    request: HttpRequest, units: Sequence[Unit], *, status: int = 200, **given: object
) -> HttpResponse:
    """Draw the page, with the form that was not right or the code that shows once."""
    waiting, unknown = let_wait()
    context = {
        "kinds": [one for unit in units for one in kinds_of(unit.pk)],
        "closed_kinds": [one for unit in units for one in closed_kinds_of(unit.pk)],
        "kiosks": kiosks_of(unit.pk for unit in units),
        "kind": KindForm(units),
        "kiosk": KioskForm(units),
        "sender": SenderForm(counters_in(units)),
        "senders": senders_of(units),
        "waiting": waiting,
        "machine": TerminalForm(counters_in(units)),
        "machines": [one for one in counters_in(units) if one.terminal],
        "has_terminals": has_terminals(),
        "strangers": unknown,
        "mail_rule": mail_rule_on(clock.civil_date(clock.now())),
        "has_mail": bool(settings.SCAN_MAIL),
        "units": units,
        "portal_url": settings.PORTAL_URL,
        **given,
    }
    return render(request, "desk/counter/setup.html", context, status=status)


_ACTS: Mapping[str, Callable[..., HttpResponse]] = {
    "kind": _new_kind,
    "kiosk": _new_kiosk,
    "sender": _new_sender,
    "machine": _new_terminal,
    "end-kiosk": _kiosk_ended,
    **dict.fromkeys(("close-kind", "reopen-kind", "end-sender"), _changed),
}
