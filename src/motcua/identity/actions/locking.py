"""Guessing is slow: failed tries are counted for an account, an address, and the two together.

From one address an account takes five wrong passwords in a quarter of an hour; from all addresses
together, twenty. So a stranger's tries elsewhere do not keep the owner out, and tries spread over
many addresses stop too. Passkeys and the reset by mail work meanwhile; a reset forgets the tries.
Addresses that name no account are counted alike, so a lock tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.identity.errors import TooManyTries
from motcua.kernel import ratelimits
from motcua.kernel.errors import TooManyRequests

if TYPE_CHECKING:
    from datetime import datetime

QUARTER = 15 * 60
HOUR = 3600
PASSWORDS_HERE = 5
"""Wrong passwords an account takes from one address in a quarter of an hour."""
PASSWORDS_ANYWHERE = 20
"""Wrong passwords an account takes from all addresses in a quarter of an hour."""
FAILURES_OF_ADDRESS = 60
"""Wrong passwords an address may try on any accounts in a quarter of an hour."""
CODES = 5
"""Wrong second factors an account takes in a quarter of an hour."""
RESETS_OF_ADDRESS = 20
RESETS_OF_EMAIL = 5
SIGN_UPS_OF_ADDRESS = 20
CODE_MAILS_OF_EMAIL = 5
CODE_MAILS_OF_ADDRESS = 20
"""Mails with codes that one network address may cause in an hour: a ward's counter shares one."""

_PAIR, _ACCOUNT, _ADDRESS = "identity.pair", "identity.account", "identity.address"
_CODE, _RESET, _RESET_FROM = "identity.code", "identity.reset", "identity.reset-from"
_SIGN_UP = "identity.sign-up"
_CODE_MAIL, _CODE_MAIL_FROM = "identity.code-mail", "identity.code-mail-from"


def count_password_try(*, email: str, address: str, now: datetime) -> None:
    """Count a try before the password is looked at. Raises `TooManyTries`."""
    try:
        ratelimits.refuse_if_spent(_ADDRESS, address, limit=FAILURES_OF_ADDRESS, now=now)
        ratelimits.hit(_PAIR, _pair(email, address), limit=PASSWORDS_HERE, seconds=QUARTER, now=now)
        ratelimits.hit(_ACCOUNT, email.lower(), limit=PASSWORDS_ANYWHERE, seconds=QUARTER, now=now)
    except TooManyRequests as refusal:
        raise TooManyTries.until(refusal) from None


def note_password_failed(*, address: str, now: datetime) -> None:
    """Count a wrong password against its address."""
    _count(_ADDRESS, address, FAILURES_OF_ADDRESS, QUARTER, now)


def forget_password_tries(*, email: str, address: str = "") -> None:
    """Forget the tries on an account, after the right password or a reset by mail."""
    ratelimits.clear(_ACCOUNT, email.lower())
    if address:
        ratelimits.clear(_PAIR, _pair(email, address))


def count_code_try(*, account_id: int, now: datetime) -> None:
    """Count a try of a second factor before it is looked at. Raises `TooManyTries`."""
    try:
        ratelimits.hit(_CODE, str(account_id), limit=CODES, seconds=QUARTER, now=now)
    except TooManyRequests as refusal:
        raise TooManyTries.until(refusal) from None


def forget_code_tries(*, account_id: int) -> None:
    """Forget the tries of second factors, after a right one."""
    ratelimits.clear(_CODE, str(account_id))


def count_sign_up(*, address: str, now: datetime) -> None:
    """Count a sign-up of an address. Raises `TooManyTries`."""
    try:
        ratelimits.hit(_SIGN_UP, address, limit=SIGN_UPS_OF_ADDRESS, seconds=HOUR, now=now)
    except TooManyRequests as refusal:
        raise TooManyTries.until(refusal) from None


def count_reset(*, address: str, now: datetime) -> None:
    """Count a request for a reset by an address. Raises `TooManyTries`."""
    try:
        ratelimits.hit(_RESET_FROM, address, limit=RESETS_OF_ADDRESS, seconds=HOUR, now=now)
    except TooManyRequests as refusal:
        raise TooManyTries.until(refusal) from None


def may_mail_reset(*, email: str, now: datetime) -> bool:
    """Count a reset mail to an address; say whether one more may go out. Nothing is told."""
    return _count(_RESET, email.lower(), RESETS_OF_EMAIL, HOUR, now)


def may_mail_code(*, email: str, address: str, now: datetime) -> bool:
    """Count a mail that proves an address; say whether one more may go out. Nothing is told."""
    return _count(_CODE_MAIL_FROM, address, CODE_MAILS_OF_ADDRESS, HOUR, now) and _count(
        _CODE_MAIL, email.lower(), CODE_MAILS_OF_EMAIL, HOUR, now
    )


def _count(scope: str, key: str, limit: int, seconds: int, now: datetime) -> bool:
    try:
        ratelimits.hit(scope, key, limit=limit, seconds=seconds, now=now)
    except TooManyRequests:
        return False
    return True


def _pair(email: str, address: str) -> str:
    return f"{email.lower()}\0{address}"
