"""The forms of signing in, as allauth checks them and as our pages draw them.

Each counts its tries (`actions.locking`) before it looks at what was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as account_forms
from allauth.core import context as current
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from motcua.identity.actions import locking
from motcua.identity.base import visit
from motcua.identity.base.locked import locked
from motcua.identity.enums import SIDE_OF_DOOR, Door
from motcua.identity.errors import TooManyTries
from motcua.identity.forms.drawn import NEW_PASSWORD_HINT, Drawn
from motcua.identity.forms.keys import NO_ANSWER
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.identity.models import Account

PASSWORD_RULE = _("Sai 5 lần thì phải chờ 15 phút, hoặc đặt lại mật khẩu qua thư điện tử.")
CODE_RULE = _("Nhập 6 số trên ứng dụng xác thực, hoặc một mã dự phòng. Sai 5 lần thì chờ 15 phút.")


class SignInForm(Drawn, account_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password; citizens may stay signed in, officials may not."""

    labels: ClassVar[Mapping[str, Any]] = {
        "login": _("Thư điện tử"),
        "password": _("Mật khẩu"),
        "remember": _("Trên máy này"),
    }
    boxes: ClassVar[Mapping[str, Any]] = {"remember": _("Giữ đăng nhập hai tuần")}
    hints: ClassVar[Mapping[str, Any]] = {"password": PASSWORD_RULE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget = forms.EmailInput(attrs={"autocomplete": "username"})
        if visit(current.request).side is Door.DESK:
            self.fields["remember"].widget = forms.HiddenInput()

    def clean_remember(self) -> bool:
        """Let nobody stay signed in on the desk."""
        return bool(self.cleaned_data["remember"]) and visit(current.request).side is Door.PORTAL


class ResetPasswordForm(Drawn, account_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for a mail with a link; the page answers the same whoever the address belongs to."""

    labels: ClassVar[Mapping[str, Any]] = {"email": _("Thư điện tử")}

    def clean_email(self) -> str:
        """Find the account of this door; one of the other door counts as none."""
        email: str = super().clean_email()
        side = SIDE_OF_DOOR[visit(current.request).side]
        self.users: list[Account] = [user for user in self.users if user.side == side]
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        """Send the mail, unless this address was sent several within the hour."""
        email: str = self.cleaned_data["email"]
        if not locking.may_mail_reset(email=email, now=clock.system_now()):
            return email
        sent: str = super().save(request, **kwargs)
        return sent


class NewPasswordForm(Drawn, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, after the link in the mail."""

    labels: ClassVar[Mapping[str, Any]] = {
        "password1": _("Mật khẩu mới"),
        "password2": _("Nhập lại mật khẩu mới"),
    }
    hints: ClassVar[Mapping[str, Any]] = {"password1": NEW_PASSWORD_HINT}


class SetPasswordForm(Drawn, account_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password for an account without one."""

    labels = NewPasswordForm.labels
    hints = NewPasswordForm.hints


class ChangePasswordForm(Drawn, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and a new one twice."""

    labels: ClassVar[Mapping[str, Any]] = {
        "oldpassword": _("Mật khẩu hiện tại"),
        **NewPasswordForm.labels,
    }
    hints = NewPasswordForm.hints

    def clean_oldpassword(self) -> str:
        """Check the old password, a few tries at a time: the session may be a thief's."""
        _count_code(self.user)
        old: str = super().clean_oldpassword()
        locking.forget_code_tries(account_id=self.user.pk)
        return old


class ChangeEmailForm(Drawn, account_forms.AddEmailForm):  # type: ignore[misc]
    """Another address to sign in with; it counts once its code was typed."""

    labels: ClassVar[Mapping[str, Any]] = {"email": _("Thư điện tử mới")}


class ReauthenticateForm(Drawn, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something sensitive."""

    labels: ClassVar[Mapping[str, Any]] = {"password": _("Mật khẩu")}
    hints: ClassVar[Mapping[str, Any]] = {"password": PASSWORD_RULE}


class EmailCodeForm(Drawn, account_forms.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail."""

    labels: ClassVar[Mapping[str, Any]] = {"code": _("Mã trong thư")}


class CodeForm(Drawn, mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in: a code of the app or a recovery code, each good once."""

    labels: ClassVar[Mapping[str, Any]] = {"code": _("Mã xác thực")}
    hints: ClassVar[Mapping[str, Any]] = {"code": CODE_RULE}

    def clean_code(self) -> str:
        """Check the code, a few tries at a time."""
        return _checked_code(self, super().clean_code)


class CodeAgainForm(Drawn, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more, before something sensitive."""

    labels = CodeForm.labels
    hints = CodeForm.hints

    def clean_code(self) -> str:
        """Check the code, a few tries at a time."""
        return _checked_code(self, super().clean_code)


class EnrolAppForm(Drawn, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    labels: ClassVar[Mapping[str, Any]] = {"code": _("Mã 6 số trên ứng dụng")}

    def clean_code(self) -> str:
        """Check the code, a few tries at a time."""
        return _checked_code(self, super().clean_code)


class AddKeyForm(Drawn, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a passkey or security key."""

    labels: ClassVar[Mapping[str, Any]] = {
        "name": _("Tên để nhận ra khóa này"),
        "passwordless": _("Khi đăng nhập"),
    }
    boxes: ClassVar[Mapping[str, Any]] = {
        "passwordless": _("Dùng khóa này để đăng nhập không cần mật khẩu")
    }

    def clean(self) -> dict[str, Any]:
        """Check the new key's answer; what no key would say is refused."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except NO_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned

    @property
    def passwordless_id(self) -> str:
        """The id of the box that asks for a key good without a password."""
        return next(field.id for field in self.section.fields if field.name == "passwordless")


class RenameKeyForm(Drawn, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    labels: ClassVar[Mapping[str, Any]] = {"name": _("Tên để nhận ra khóa này")}


def _checked_code(form: Any, check: Any) -> str:
    _count_code(form.user)
    code: str = check()
    if not _first_use(form.user, code):
        raise get_adapter().validation_error("incorrect_code")
    locking.forget_code_tries(account_id=form.user.pk)
    return code


def _first_use(account: Account, code: str) -> bool:
    """Remember a code as long as it would be taken: allauth forgets it after one period."""
    lifetime = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    typed = "".join(filter(str.isalnum, code)).upper()
    return cache.add(f"motcua.identity.code?{account.pk}&{typed}", 1, lifetime)


def _count_code(account: Account) -> None:
    try:
        locking.count_code_try(account_id=account.pk, now=clock.system_now())
    except TooManyTries as refusal:
        raise locked(refusal) from None
