"""The accounts that take money: which there are, one more from a day on, one no longer used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.desk.agreeing import accepted
from motcua.desk.payments.gate import node_keeper, place_name
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.payments.actions import AccountFacts, add_account, end_account, own_accounts
from motcua.payments.enums import Provider
from motcua.payments.queries.statements import accounts as accounts_kept
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest, HttpResponse

    from motcua.payments.models import StatementAccount

_PLACES = [(str(one), one.label) for one in (Provider.BANK, Provider.WALLET)]
_NUMBER = r"^[0-9A-Za-z]{4,34}$"


class AccountForm(DrawnForm):
    """An account that is used from a day on."""

    refusals: ClassVar[Mapping[str, str]] = {"payments.account_known": "number"}

    provider = forms.ChoiceField(label=gettext_lazy("Nơi giữ tiền"), choices=_PLACES)
    number = forms.RegexField(
        _NUMBER,
        label=gettext_lazy("Số tài khoản"),
        max_length=34,
        error_messages={"invalid": gettext_lazy("Số tài khoản chỉ có chữ và số.")},
    )
    bank = forms.RegexField(
        r"^[0-9]{6}$", label=gettext_lazy("Mã ngân hàng (6 số, không bắt buộc)"), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("Tên chủ tài khoản (không bắt buộc)"), max_length=140, required=False
    )
    valid_from = DayField(label=gettext_lazy("Dùng từ ngày"))


class EndForm(DrawnForm):
    """An account that is no longer used from a day on."""

    refusals: ClassVar[Mapping[str, str]] = {"payments.account_over": "valid_to"}

    account = forms.ChoiceField(label=gettext_lazy("Tài khoản"))
    valid_to = DayField(label=gettext_lazy("Ngày đầu tiên không còn dùng"))

    def __init__(
        self, held: Iterable[StatementAccount], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data)
        choices = [(str(one.pk), f"{one.number} {one.name}".strip()) for one in held]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts that take money; take one more in, or the day that one ends."""
    actor, now = visit(request).actor, clock.now()
    node_keeper(actor, now)
    own_accounts(now=now)
    held = accounts_kept()
    ends = "_end" in request.POST
    posted = request.POST if request.method == "POST" else None
    adding = AccountForm(None if ends else posted)
    ending = EndForm(held, posted if ends else None)
    form: DrawnForm = ending if ends else adding

    def act() -> None:
        told = form.cleaned_data
        if ends:
            account_id, day = int(told["account"]), told["valid_to"]
            end_account(actor=actor, account_id=account_id, valid_to=day, now=now)
        else:
            facts = AccountFacts(**{**told, "provider": Provider(told["provider"])})
            add_account(actor=actor, facts=facts, now=now)

    said = _("Đã ghi ngày thôi dùng.") if ends else _("Đã khai tài khoản.")
    if accepted(request, form, act, said):
        return redirect("desk:statement-accounts")
    context = {
        "accounts": [(one, place_name(one.provider)) for one in held],
        "adding": adding,
        "ending": ending,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/payments/statement_accounts.html", context, status=status)
