"""The ledger: accounts with what lies there, an account by month, and a month of an agency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.desk.payments.exports import FORMS, MOST_ROWS, list_file, noted
from motcua.desk.payments.gate import Keeper, keeper, month_named, page_number, place_name
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.audit import NODE
from motcua.payments.enums import AccountKind
from motcua.payments.queries.ledger import (
    account_of,
    balances,
    month_of,
    next_month,
    postings_for_file,
)
from motcua.payments.queries.statements import standings
from motcua.payments.queries.takings import days_with_money
from motcua.payments.queries.unclear import unclear_money
from motcua.procedures.enums import Channel
from motcua.ui import charts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from motcua.agencies.models import Agency
    from motcua.payments.models import LedgerAccount

_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month in đồng; `reconciled` is None where no statement is read."""

    day: date
    taken: int
    returned: int
    unclear: int
    reconciled: bool | None
    is_closed: bool


@never_cache
@login_required
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the accounts that an accountant keeps, and what lies there."""
    actor, now = visit(request).actor, clock.now()
    held = keeper(actor, now)
    rows = balances(held.numbers, of_node=held.of_node)
    context = {
        "rows": [(account_name(row.account), row) for row in rows],
        "sum": sum(row.amount for row in rows),
        "of_node": held.of_node,
        "month": f"{clock.civil_date(now):%Y-%m}",
    }
    return render(request, "desk/payments/ledger.html", context)


@never_cache
@login_required
@require_safe
def ledger_account(request: HttpRequest, account: int, month: str) -> HttpResponseBase:
    """Show the bookings of an account in a month, or give them as a file."""
    actor, now = visit(request).actor, clock.now()
    held, first = keeper(actor, now), month_named(month)
    found = account_of(account, held.numbers, of_node=held.of_node)
    if (kind := request.GET.get("tai")) in FORMS:
        noted(actor, "ledger", found.agency_id or NODE, now)
        columns = (_("Lúc"), _("Bút toán"), _("Khoản"), _("Số tiền"), _("Số dư"))
        rows = (
            (row.at, row.key, row.order, row.amount, row.after)
            for row in postings_for_file(found, first, MOST_ROWS)
        )
        return list_file(str(kind), f"so-cai-{found.pk}-{month}", columns, rows)
    page = month_of(found, first, page_number(request.GET.get("trang", "")))
    context = {
        "page": page,
        "name": account_name(found),
        "months": _around(first),
        "next": f"?{urlencode({'trang': page.next_page})}" if page.next_page else "",
        "first": "?" if "trang" in request.GET else "",
    }
    return render(request, "desk/payments/ledger_account.html", context)


@never_cache
@login_required
@require_safe
def takings_month(request: HttpRequest, agency: str, month: str) -> HttpResponseBase:
    """Show a month of an agency day by day, drawn and in a table, or give it as a file."""
    actor, now = visit(request).actor, clock.now()
    held, first = keeper(actor, now), month_named(month)
    one = held.agency(agency)
    days = _days(held, one, first)
    if (kind := request.GET.get("tai")) in FORMS:
        noted(actor, "month", one.pk, now)
        columns = (
            *(_("Ngày"), _("Đã thu"), _("Đã hoàn"), _("Chưa rõ")),
            *(_("Đối chiếu"), _("Khóa sổ")),
        )
        rows = (
            (row.day, row.taken, row.returned, row.unclear, _checked(row), _closed(row))
            for row in days
        )
        return list_file(str(kind), f"thu-{one.code}-{month}", columns, rows)
    context = {
        "agency": one,
        "first": first,
        "days": days,
        "chart": _chart(days),
        "taken": sum(row.taken for row in days),
        "returned": sum(row.returned for row in days),
        "unclear": sum(row.unclear for row in days),
        "months": _around(first),
    }
    return render(request, "desk/payments/month.html", context)


def account_name(account: LedgerAccount) -> str:
    """Name an account of the ledger: what lies there, at whom, for which procedure, filed how."""
    parts = [str(AccountKind(account.kind).label), place_name(account.provider)]
    channel = str(Channel(account.channel).label) if account.channel else ""
    parts += [account.procedure, channel, account.place]
    return " · ".join(part for part in parts if part)


def _days(held: Keeper, agency: Agency, first: date) -> list[MonthDay]:
    last = next_month(first) - timedelta(days=1)
    sums = {row.day: row for row in days_with_money(agency.pk, first, last)}
    unclear: defaultdict[date, int] = defaultdict(int)
    for money in unclear_money([agency.pk], of_nobody=held.of_node):
        unclear[clock.civil_date(money.at)] += money.left
    checked: defaultdict[date, list[bool]] = defaultdict(list)
    for (_provider, day), is_right in standings(first, last).items():
        checked[day].append(is_right)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        MonthDay(
            day=day,
            taken=sums[day].taken if day in sums else 0,
            returned=sums[day].returned if day in sums else 0,
            unclear=unclear[day],
            reconciled=all(checked[day]) if checked[day] else None,
            is_closed=day in sums and sums[day].is_closed,
        )
        for day in days
        if day in sums or unclear[day]
    ]


def _chart(days: list[MonthDay]) -> charts.Chart:
    title = _("Thu và hoàn theo ngày, nghìn đồng")
    names = (_("Đã thu"), _("Đã hoàn"))
    rows = [
        (f"{row.day:%d/%m}", (row.taken // _THOUSAND, row.returned // _THOUSAND)) for row in days
    ]
    return charts.stacked(title, _("Ngày"), names, rows)


def _checked(row: MonthDay) -> str:
    if row.reconciled is None:
        return _("Không có sao kê")
    return _("Đã đối chiếu") if row.reconciled else _("Chưa đối chiếu")


def _closed(row: MonthDay) -> str:
    return _("Đã khóa") if row.is_closed else _("Chưa khóa")


def _around(first: date) -> tuple[str, str]:
    """Give the months before and after one, as addresses write them."""
    return f"{first - timedelta(days=1):%Y-%m}", f"{next_month(first):%Y-%m}"
