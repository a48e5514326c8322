"""How allauth works with our accounts, doors, limits and mail."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy as _

from motcua.identity import queries
from motcua.identity.actions import locking
from motcua.identity.base import visit
from motcua.identity.base.locked import locked
from motcua.identity.enums import SIDE_OF_DOOR, Door, Side
from motcua.identity.errors import TooManyTries
from motcua.identity.middleware.cookies import ENTERED_AT
from motcua.identity.models import Account
from motcua.kernel import audit, clock
from motcua.kernel.sealed import seal, unseal
from motcua.notifications.actions import Recipient, notify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

_ADDRESSES = ("password_reset_url", "signup_url")
# Mails with words of their own; every other only says what was done to the account.
_MAILS = frozenset(
    {
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "password_reset_key",
        "unknown_account",
    }
)
# Mails that anybody can cause to an address by typing it.
_PROVING = frozenset({"account_already_exists", "email_confirmation", "email_confirmation_signup"})
_SEAL = "authenticator.secret"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by e-mail address and password, at the account's own door, a few tries at a time."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Thư điện tử hoặc mật khẩu không đúng."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu đã dùng hoặc đã hết hạn."),
        "too_many_login_attempts": _("Đã thử quá nhiều lần. Vui lòng chờ rồi thử lại."),
        "same_as_current": _("Địa chỉ mới phải khác địa chỉ hiện tại."),
        "duplicate_email": _("Địa chỉ này đang dùng cho tài khoản của anh/chị."),
        "max_email_addresses": _("Mỗi tài khoản dùng nhiều nhất %d địa chỉ thư điện tử."),
    }
    ways: ClassVar[Mapping[str, Any]] = {
        "reauthenticate": _("Dùng mật khẩu"),
        "mfa_reauthenticate": _("Dùng mã xác thực"),
        "mfa_reauthenticate:webauthn": _("Dùng khóa truy cập"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let citizens sign up; officials' accounts are opened by their administrators."""
        return visit(request).side is Door.PORTAL

    def new_user(self, request: HttpRequest) -> Account:
        """Begin an account for a citizen."""
        del request
        return Account(
            side=Side.CITIZEN,
            joined_at=clock.now(),
            language=get_language() or settings.LANGUAGE_CODE,
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at."""
        try:
            locking.count_password_try(
                email=credentials.get("email", ""),
                address=queries.client_address(request),
                now=clock.system_now(),
            )
        except TooManyTries as refusal:
            raise locked(refusal) from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Give the account of an address and a password; a right one forgets the tries."""
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None:
            address = queries.client_address(request)
            locking.forget_password_tries(email=account.email, address=address)
        return account

    def authentication_failed(self, request: HttpRequest, **_: Any) -> None:
        """Count a wrong password against the address it came from."""
        address = queries.client_address(request)
        locking.note_password_failed(address=address, now=clock.system_now())

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Say whether the password is the signed-in account's."""
        found = self.authenticate(current.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again for sensitive things unless the account was proved a moment ago."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        steps = get_authentication_records(current.request, current.request.user)
        age = clock.system_now().timestamp() - steps[-1]["at"] if steps else None
        return age is None or age > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """List the ways to prove oneself again, in our words."""
        found = super().get_reauthentication_methods(user)
        return [{**way, "description": self.ways[way["id"]]} for way in found]

    def pre_login(self, request: HttpRequest, user: Account, **_: Any) -> HttpResponse | None:
        """Turn away accounts of the other door, and closed ones, without saying why.

        Passwords do not get this far at the wrong door; passkeys do.
        """
        is_open = user.is_active and not queries.has_left(user, clock.now())
        if is_open and user.side == SIDE_OF_DOOR[visit(request).side]:
            return None
        messages.error(request, str(self.error_messages["email_password_mismatch"]))
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Account) -> None:
        """Begin the session and write the act down."""
        super().login(request, user)
        request.session[ENTERED_AT] = clock.system_now().timestamp()
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            visit(request).chosen_language = user.language
        with transaction.atomic():
            audit.record(
                actor=queries.actor_for(user, clock.now()),
                action="identity.sign_in",
                subject=("account", str(user.public_id)),
                agency_id=user.official.agency_id if user.official else audit.NODE,
                now=clock.now(),
            )

    def set_password(self, user: Account, password: str) -> None:
        """Set a password, after a reset or a change: what was counted before is forgotten."""
        super().set_password(user, password)
        address = queries.client_address(current.request)
        locking.forget_password_tries(email=user.email, address=address)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the address in a reset mail: the door's public name, whatever Host was sent."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return _public(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        """Write a mail that goes out by itself; its address and content are kept sealed.

        Past a few an hour the ones that prove an address are left out, and nobody is told: the
        page says, as ever, that one was sent.
        """
        what = template_prefix.rpartition("/")[2]
        if what in _PROVING and not _may_prove(email):
            return
        told = {name: _public(context[name]) for name in _ADDRESSES if name in context}
        told["code"] = str(context.get("code", ""))
        notify(
            key=f"identity:{secrets.token_hex(16)}",
            recipient=Recipient(phone="", email=email, language=_language(context)),
            template=f"account_{what}" if what in _MAILS else "account_notice",
            context={**told, "what": what, "node": settings.NODE_NAME},
            agency_id=None,
            now=clock.now(),
        )


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: their secrets sealed, and never all taken off by an official himself."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Cán bộ phải luôn có xác thực thứ hai. Hãy thêm cách khác trước khi gỡ cách này."
        ),
        "cannot_generate_recovery_codes": _("Hãy bật một cách xác thực thứ hai trước."),
        "incorrect_code": _("Mã không đúng hoặc đã dùng."),
        "unverified_email": _("Hãy xác nhận địa chỉ thư điện tử trước."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        return seal(text.encode(), _SEAL).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return unseal(bytes.fromhex(encrypted_text), _SEAL).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether a factor may go: an official keeps at least one."""
        account = authenticator.user
        if account.side != Side.OFFICIAL or authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user_id=account.pk).exclude(pk=authenticator.pk)
        left: bool = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return left

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Suggest a name for the next key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Khóa %(number)d") % {"number": count + 1}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Name the account in the browser's list of passkeys."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        holder = user.person or user.official
        return {**entity, "display_name": holder.full_name if holder else user.email}


def _may_prove(email: str) -> bool:
    address = queries.client_address(current.request)
    return locking.may_mail_code(email=email, address=address, now=clock.system_now())


def _public(address: str) -> str:
    """Put an address on the door's public name, whatever Host the request carried."""
    door = visit(current.request).side
    base = settings.DESK_URL if door is Door.DESK else settings.PORTAL_URL
    return urljoin(base, urlsplit(address).path)


def _language(context: Mapping[str, Any]) -> str:
    account = context.get("user")
    return account.language if isinstance(account, Account) else get_language() or "vi"
