"""Statements: the files that came, each day with what differs, and settling a difference."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.queries.humans import is_second_person
from motcua.desk.agreeing import accepted, agreement, decided, done
from motcua.desk.payments.exports import FORMS, list_file, noted
from motcua.desk.payments.gate import day_named, node_keeper, page_number, place_name, who
from motcua.desk.payments.statement_forms import ColumnsForm, DifferenceForm, StatementForm
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.kernel.audit import NODE
from motcua.kernel.errors import DomainError, NotAllowed, NotFound
from motcua.kernel.files import FileKindRefused, FileQuarantined
from motcua.payments.actions import (
    ask_for_statements,
    bring_statement,
    decide_settlement,
    is_from_elsewhere,
    may_be_taken_in,
    own_accounts,
    propose_for_difference,
    read_headings,
    remedies_for,
    set_columns,
    take_in,
)
from motcua.payments.enums import DifferenceState, FileState, SettlementState, StatementFault
from motcua.payments.errors import StatementMalformed
from motcua.payments.queries.statements import (
    account_numbered,
    accounts,
    days_of,
    difference_by_id,
    differences_of,
    file_by_id,
    files_of,
    lines_for_file,
    lines_of,
    proposals_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

    from motcua.payments.models import Settlement, StatementAccount, StatementFile

_BACK = timedelta(days=62)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """Show accounts, their days and the files that came; take a file in."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    own_accounts(now=now)
    held = accounts()
    form = StatementForm(
        held,
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
    )
    if form.is_bound and form.is_valid():
        try:
            file = bring_statement(actor=actor, now=now, **form.terms)
        except NotAllowed:
            raise
        except DomainError as error:
            form.add_error("file", _reason(error))
        else:
            messages.success(request, _("Đã nhận tệp. Hệ thống đang đọc."))
            return redirect("desk:statement-file", file.public_id)
    today = clock.civil_date(now)
    shown = [
        (one, place_name(one.provider), days_of(one.pk, today - _BACK, today), files_of(one.pk))
        for one in held
    ]
    differences = [(one, differences_of(one.pk)) for one in held]
    context = {
        "form": form,
        "accounts": shown,
        "differences": [(one, rows) for one, rows in differences if rows],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/payments/statements.html", context, status=status)


@never_cache
@login_required
@require_POST
def statements_fetch(request: HttpRequest) -> HttpResponse:
    """Have the statements of days that are over fetched now."""
    ask_for_statements(actor=visit(request).actor, now=clock.now())
    messages.success(request, _("Đang lấy sao kê của những ngày đã hết."))
    return redirect("desk:statements")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def statement_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show how a file was read, what in it is wrong; for CSV, take which column is what."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    file = file_by_id(file_id)
    form = _columns_form(request, file)
    if form is not None and form.is_bound and form.is_valid():
        set_columns(actor=actor, account_id=file.account_id, columns=form.columns, now=now)
        messages.success(request, _("Đã ghi các cột. Tải tệp lên lần nữa để đọc lại."))
        return redirect("desk:statements")
    context = {
        "file": file,
        "form": form,
        "problem": _problem(file),
        "is_under_way": file.state in {FileState.WAITING, FileState.READING},
        "by": who(file.brought_by),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "desk/payments/statement_file.html", context, status=status)


@never_cache
@login_required
@require_safe
def statement_day(request: HttpRequest, account: int, day: str) -> HttpResponseBase:
    """Show a day of an account: its lines, what differs; or give its lines as a file."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    held, on = account_numbered(account), day_named(day)
    if (kind := request.GET.get("tai")) in FORMS:
        noted(actor, "statement", NODE, now)
        return _file(str(kind), held, on)
    found = days_of(held.pk, on - timedelta(days=1), on)
    told = next((one for one in found if one.day == on), None)
    if told is None:
        raise NotFound
    rows, following = lines_of(held.pk, on, page_number(request.GET.get("trang", "")))
    context = {
        "account": held,
        "place": place_name(held.provider),
        "day": told,
        "rows": rows,
        "differences": differences_of(held.pk, on),
        "next": f"?{urlencode({'trang': following})}" if following else "",
        "first": "?" if "trang" in request.GET else "",
    }
    return render(request, "desk/payments/statement_day.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Show a difference, and take what an accountant proposes for it."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    found = difference_by_id(difference_id)
    is_open = found.state == DifferenceState.OPEN
    remedies = remedies_for(found) if is_open else ()
    form = DifferenceForm(remedies, request.POST if request.method == "POST" else None)
    if accepted(
        request,
        form,
        lambda: propose_for_difference(
            actor=actor, difference_id=found.public_id, now=now, **form.cleaned_data
        ),
    ):
        return redirect("desk:difference", found.public_id)
    proposals = proposals_for(found)
    asked = _asked(proposals)
    context = {
        "difference": found,
        "place": place_name(found.account.provider),
        "form": form,
        "booked": (found.line.amount if found.line else 0) - found.amount,
        "is_open": is_open,
        "remedies": remedies,
        "may_take_in": is_open and may_be_taken_in(found),
        "is_own": not is_from_elsewhere(found, actor.official_id),
        "asked": asked,
        "may_agree": asked is not None and is_second_person(actor.official_id, asked.asked_by),
        "proposals": [(who(one.asked_by), who(one.decided_by), one) for one in proposals],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/payments/difference.html", context, status=status)


@never_cache
@login_required
@require_POST
def difference_take_in(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Take in what only the statement tells of, as if the provider's word had come."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    difference_by_id(difference_id)
    done(
        request,
        lambda: take_in(actor=actor, difference_id=difference_id, now=now),
        _("Đã ghi nhận như khi ngân hàng báo."),
    )
    return redirect("desk:difference", difference_id)


@never_cache
@login_required
@require_POST
def difference_decide(request: HttpRequest, difference_id: UUID) -> HttpResponse:
    """Agree to what a colleague proposed, or not."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    agrees, said = agreement(request)
    decided(
        request,
        _asked(proposals_for(difference_by_id(difference_id))),
        lambda one: decide_settlement(
            actor=actor, settlement_id=one.public_id, agrees=agrees, now=now
        ),
        said,
    )
    return redirect("desk:difference", difference_id)


def _asked(proposals: Iterable[Settlement]) -> Settlement | None:
    """Give the proposal that waits for a second accountant."""
    return next((one for one in proposals if one.state == SettlementState.ASKED), None)


def _columns_form(request: HttpRequest, file: StatementFile) -> ColumnsForm | None:
    if file.form != "csv":
        return None
    try:
        headings = read_headings(file)
    except (StatementMalformed, FileQuarantined):
        return None  # no column can be named in what cannot be read as text, or not yet
    posted = request.POST if request.method == "POST" else None
    return ColumnsForm(headings, file.account.columns, posted)


def _problem(file: StatementFile) -> str:
    """Say what is wrong in a file that was refused, and where."""
    if not file.problem:
        return ""
    return _words(file.problem)


def _reason(error: DomainError) -> str:
    if isinstance(error, FileKindRefused):
        return _("Tệp này không phải CSV hay XML. Hãy tải tệp sao kê dạng chữ, không nén.")
    return error.text


def _words(problem: Mapping[str, object]) -> str:
    why = str(StatementFault(str(problem["why"])).label)
    place = str(problem.get("place") or "")
    where = _("Dòng %(line)s") % {"line": problem.get("line")}
    return f"{where}{f' ({place})' if place else ''}: {why}"


def _file(form: str, account: StatementAccount, day: date) -> HttpResponseBase:
    columns = (
        *(_("Dòng"), _("Lúc"), _("Mã giao dịch"), _("Mã tham chiếu"), _("Số tiền"), _("Loại")),
        *(_("Nội dung"), _("Tình trạng"), _("Bút toán")),
    )
    rows = (
        (
            *(row.number, row.at or row.day, row.transaction, row.reference, row.amount),
            *(row.get_kind_display(), row.content, row.get_state_display()),
            row.booking.key if row.booking else "",
        )
        for row in lines_for_file(account.pk, day)
    )
    return list_file(form, f"sao-ke-{account.number}-{day.isoformat()}", columns, rows)
