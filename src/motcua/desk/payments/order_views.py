"""Orders as accountants look for them, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.payments.exports import FORMS, MOST_ROWS, list_file, noted
from motcua.desk.payments.gate import Keeper, keeper, place_name, who
from motcua.dossiers.queries.codes import codes_of, number_of
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.enums import OrderState
from motcua.payments.queries.orders import (
    OrdersWanted,
    order_of_agencies,
    orders_for_file,
    orders_found,
    story_of,
)
from motcua.receipts.queries import comes_before_receipts, receipts_of_order
from motcua.ui.drawn import DayField, DrawnForm, WholeField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from motcua.insight.base.sheets import Value
    from motcua.payments.models import Order

_MOST_DONG = 10**15
_NO_DOSSIER = 0


class OrdersForm(DrawnForm):
    """Which orders are looked for; nothing said means all of them."""

    agency = forms.ChoiceField(label=gettext_lazy("Cơ quan"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Mã khoản hoặc mã hồ sơ"), max_length=40, required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        choices=[("", gettext_lazy("Mọi tình trạng")), *OrderState.choices],
        required=False,
    )
    amount = WholeField(
        label=gettext_lazy("Số tiền (đồng)"), min_value=1, max_value=_MOST_DONG, required=False
    )
    since = DayField(label=gettext_lazy("Lập từ ngày"), required=False)
    until = DayField(label=gettext_lazy("Đến hết ngày"), required=False)

    def __init__(self, held: Keeper, data: dict[str, Any]) -> None:
        super().__init__({"agency": held.agencies[0].code, **data})
        self.held = held
        choices = [(one.code, one.name) for one in held.agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["agency"].widget = forms.HiddenInput()

    @property
    def wanted(self) -> OrdersWanted:
        """What is asked for, once the form is right."""
        said = self.cleaned_data
        words = said["words"].replace("\0", "").strip().upper()
        is_order = words.startswith("MC") and "-" not in words
        dossier = None if is_order or not words else (number_of(words) or _NO_DOSSIER)
        return OrdersWanted(
            agency_id=self.held.agency(said["agency"]).pk,
            reference=words if is_order else "",
            dossier=dossier,
            state=said["state"],
            amount=said["amount"],
            since=said["since"],
            until=said["until"],
        )


@dataclass(frozen=True, slots=True)
class Row:
    """An order in a list, with the code of the dossier it is of."""

    order: Order
    code: str


@never_cache
@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponseBase:
    """Show the orders of an agency that are looked for, or give them as a file."""
    actor, now = visit(request).actor, clock.now()
    said = request.GET.dict()
    form = OrdersForm(keeper(actor, now), said)
    if not form.is_valid():
        return render(request, "desk/payments/orders.html", {"form": form}, status=422)
    wanted = form.wanted
    if (kind := said.get("tai")) in FORMS:
        noted(actor, "orders", wanted.agency_id, now)
        return _file(str(kind), orders_for_file(wanted, MOST_ROWS))
    page = orders_found(wanted, _after(said.get("after", "")))
    pairs = {name: text for name, text in said.items() if name in form.fields and text}
    context = {
        "form": form,
        "rows": list(_rows(page.rows)),
        "next": f"?{urlencode({**pairs, 'after': str(page.after)})}" if page.after else "",
        "first": f"?{urlencode(pairs)}" if "after" in said else "",
        "files": [(one, f"?{urlencode({**pairs, 'tai': one})}") for one in FORMS],
        "is_narrowed": bool(pairs.keys() - {"agency"}),
    }
    return render(request, "desk/payments/orders.html", context)


@never_cache
@login_required
@require_safe
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show an order: its lines, what providers said, what was booked, sent back and settled."""
    held = keeper(visit(request).actor, clock.now())
    found = order_of_agencies(order_id, held.numbers)
    story = story_of(found)
    dossiers = codes_of([found.subject_id]) if found.subject_kind == "dossier" else {}
    context = {
        "order": found,
        "story": story,
        "receipts": receipts_of_order(found.pk),
        "comes_before": comes_before_receipts(found.pk),
        "dossier": dossiers.get(found.subject_id),
        "place": place_name(found.paid_by) if found.paid_by else "",
        "bookings": [(place_name(one.provider), one) for one in story.bookings],
        "settlements": [(who(one.asked_by), who(one.decided_by), one) for one in story.settlements],
    }
    return render(request, "desk/payments/order.html", context)


def _rows(found: Iterable[Order]) -> Iterator[Row]:
    held = list(found)
    codes = codes_of([one.subject_id for one in held if one.subject_kind == "dossier"])
    for one in held:
        is_dossier = one.subject_kind == "dossier" and one.subject_id in codes
        yield Row(one, codes[one.subject_id][0] if is_dossier else "")


def _file(form: str, found: Iterable[Order]) -> HttpResponseBase:
    columns = (
        *(_("Mã khoản"), _("Mã hồ sơ"), _("Nội dung"), _("Lập lúc"), _("Số tiền")),
        *(_("Đã nhận"), _("Tình trạng"), _("Thanh toán lúc"), _("Nơi thu")),
    )
    lines: Iterator[tuple[Value, ...]] = (
        (
            *(row.order.reference, row.code, row.order.description, row.order.opened_at),
            *(row.order.amount, row.order.received, row.order.get_state_display()),
            *(row.order.paid_at, place_name(row.order.paid_by)),
        )
        for row in _rows(found)
    )
    return list_file(form, "khoan-thanh-toan", columns, lines)


def _after(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
