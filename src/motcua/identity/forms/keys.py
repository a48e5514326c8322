"""Passkeys and security keys as they answer; an answer that is none is a wrong one, not a fault."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn_forms

NO_ANSWER = (KeyError, TypeError, ValueError, AttributeError)
"""What the library lets through when fields of an answer lack, or are of another kind."""


class Answering:
    """Mixed into a form that takes a key's answer: what nobody's key would say is refused."""

    def clean_credential(self) -> Any:
        """Check the answer against what was asked."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # a mixin
        except NO_ANSWER as error:
            raise get_adapter().validation_error("incorrect_code") from error


class KeySignInForm(Answering, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    """A key in place of the password."""


class KeyForm(Answering, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key as the second factor at sign-in."""


class KeyAgainForm(Answering, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key once more, before something sensitive."""
