"""The forms of signing in and signing up, named in `ACCOUNT_FORMS` and `MFA_FORMS`."""

from __future__ import annotations

from motcua.identity.forms.keys import KeyAgainForm, KeyForm, KeySignInForm
from motcua.identity.forms.signing_in import (
    AddKeyForm,
    ChangeEmailForm,
    ChangePasswordForm,
    CodeAgainForm,
    CodeForm,
    EmailCodeForm,
    EnrolAppForm,
    NewPasswordForm,
    ReauthenticateForm,
    RenameKeyForm,
    ResetPasswordForm,
    SetPasswordForm,
    SignInForm,
)
from motcua.identity.forms.signing_up import SignUpForm

__all__ = [
    "AddKeyForm",
    "ChangeEmailForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "EmailCodeForm",
    "EnrolAppForm",
    "KeyAgainForm",
    "KeyForm",
    "KeySignInForm",
    "NewPasswordForm",
    "ReauthenticateForm",
    "RenameKeyForm",
    "ResetPasswordForm",
    "SetPasswordForm",
    "SignInForm",
    "SignUpForm",
]
