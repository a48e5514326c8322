"""A citizen signs up: who he says he is, and how he will sign in.

What he says of himself is a claim (see `models.Identifier`), so the answer is the same whoever's
number it is; and where the e-mail address has an account already, its owner is told by mail while
the page goes on as for a new one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account_forms
from allauth.core import context as current
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from motcua.identity import queries
from motcua.identity.actions import (
    IdentifierFacts,
    PersonFacts,
    check_identifier,
    locking,
    register_person,
)
from motcua.identity.base.countries import HOME, countries_in_order
from motcua.identity.base.locked import locked
from motcua.identity.enums import IdentifierType
from motcua.identity.errors import IdentifierMalformed, TooManyTries
from motcua.identity.forms.drawn import NEW_PASSWORD_HINT, Drawn
from motcua.identity.models import Account
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.text import is_name
from motcua.ui.fields import ShownWhen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from motcua.ui.fields import Field

HONEYPOT = "website"
"""A box that people do not see and programs fill in; `ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD`."""
_HOME_ONLY = frozenset({IdentifierType.CITIZEN_NUMBER, IdentifierType.OLD_ID})
_PEOPLES = tuple(choice for choice in IdentifierType.choices if choice[0] != "tax-code")
_WITH_COUNTRY = ShownWhen(
    "identifier_type", tuple(code for code, _name in _PEOPLES if code not in _HOME_ONLY)
)
_NOT_A_NAME = _(
    "Tên chỉ gồm chữ cái, dấu cách, dấu nháy, gạch nối và dấu chấm; không có chữ số hoặc ký hiệu "
    "khác."
)


class SignUpForm(Drawn, account_forms.SignupForm):  # type: ignore[misc]  # allauth has no types
    """Name, one identity document, e-mail address and password."""

    full_name = forms.CharField(
        max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    identifier_type = forms.ChoiceField(
        choices=_PEOPLES, initial=IdentifierType.CITIZEN_NUMBER, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(choices=countries_in_order, required=False)
    number = forms.CharField(max_length=30, widget=forms.TextInput(attrs={"spellcheck": "false"}))

    field_order: ClassVar[list[str]] = [
        "full_name",
        "identifier_type",
        "country",
        "number",
        "email",
        "password1",
        "password2",
    ]
    labels: ClassVar[Mapping[str, Any]] = {
        "full_name": _("Họ, chữ đệm và tên"),
        "identifier_type": _("Giấy tờ của anh/chị"),
        "country": _("Nước cấp"),
        "number": _("Số giấy tờ"),
        "email": _("Thư điện tử"),
        "password1": _("Mật khẩu"),
        "password2": _("Nhập lại mật khẩu"),
    }
    hints: ClassVar[Mapping[str, Any]] = {
        "full_name": _("Viết như trên giấy tờ."),
        "country": _("Chỉ chọn khi dùng hộ chiếu hoặc thẻ thường trú, tạm trú."),
        "number": _("Số được mã hóa khi lưu; trang chỉ hiện bốn số cuối."),
        "email": _("Dùng để đăng nhập và nhận mã xác nhận."),
        "password1": NEW_PASSWORD_HINT,
    }
    unseen = frozenset({HONEYPOT})
    account_already_exists: bool

    def clean(self) -> dict[str, Any]:
        """Check the document's number by its kind, and count the sign-up."""
        cleaned: dict[str, Any] = super().clean()
        self._check_country()
        if "number" in cleaned and "identifier_type" in cleaned:
            try:
                check_identifier(self._identifier())
            except IdentifierMalformed as error:
                self.add_error("number", error.text)
        if not self.errors:
            self._count()
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[Account | None, Any]:
        """Save, or do as if: an address with an account costs the same time and tells nothing."""
        if self.account_already_exists:
            Account().set_password(self.cleaned_data["password1"])
            return self._try_save(request)
        try:
            with transaction.atomic():
                return self._try_save(request)
        except IntegrityError:
            # Somebody signed up with the same address between the check and the save.
            self.account_already_exists = True
            return self._try_save(request)

    def custom_signup(self, request: HttpRequest, user: Account) -> None:
        """Write down the person the account is for."""
        super().custom_signup(request, user)
        user.person = register_person(
            actor=Actor("citizen", account_id=user.pk),
            facts=PersonFacts(
                full_name=self.cleaned_data["full_name"],
                nationality=self._identifier().country,
                email=user.email,
            ),
            identifiers=(self._identifier(),),
            now=clock.now(),
        )
        user.save(update_fields=["person"])

    def _try_save(self, request: HttpRequest) -> tuple[Account | None, Any]:
        outcome: tuple[Account | None, Any] = super().try_save(request)
        return outcome

    def clean_full_name(self) -> str:
        """Refuse what is nobody's name."""
        name: str = self.cleaned_data["full_name"]
        if not is_name(name):
            raise forms.ValidationError(_NOT_A_NAME)
        return name

    def _as_drawn(self, field: Field) -> Field:
        drawn = super()._as_drawn(field)
        if field.name != "country":
            return drawn
        return replace(drawn, required=True, shown_when=_WITH_COUNTRY)

    def _check_country(self) -> None:
        kind = self.cleaned_data.get("identifier_type")
        is_asked = kind is not None and kind not in _HOME_ONLY and "country" not in self.errors
        if is_asked and not self.cleaned_data.get("country"):
            self.add_error("country", _("Chọn nước cấp giấy tờ của anh/chị."))

    def _identifier(self) -> IdentifierFacts:
        kind = self.cleaned_data["identifier_type"]
        country = HOME if kind in _HOME_ONLY else self.cleaned_data.get("country", "")
        return IdentifierFacts(kind, self.cleaned_data["number"], country)

    def _count(self) -> None:
        address = queries.client_address(current.request)
        try:
            locking.count_sign_up(address=address, now=clock.system_now())
        except TooManyTries as refusal:
            raise locked(refusal) from None
