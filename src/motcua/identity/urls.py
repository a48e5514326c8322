"""Addresses of signing in, the same on both hosts; allauth finds its pages by these names."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from motcua.identity import views

_RESET_KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

_account = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", views.SignUpView.as_view(), name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("email/", views.EmailView.as_view(), name="account_email"),
    path("reauthenticate/", views.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("password/change/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", views.ResetPasswordView.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(_RESET_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
_second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", views.SecondFactorView.as_view(), name="mfa_authenticate"),
    path("reauthenticate/", views.SecondFactorAgainView.as_view(), name="mfa_reauthenticate"),
    path("totp/activate/", views.EnrolAppView.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("webauthn/add/", views.AddKeyView.as_view(), name="mfa_add_webauthn"),
    path("webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "webauthn/keys/<int:pk>/remove/", views.RemoveKeyView.as_view(), name="mfa_remove_webauthn"
    ),
]
_own = [path("token/", views.token, name="token")]

urlpatterns = [
    path("accounts/", include(_account)),
    path("accounts/2fa/", include(_second_factor)),
    path("accounts/", include((_own, "identity"))),
]
