"""Addresses that accounts sign in with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from motcua.identity.models import Account

if TYPE_CHECKING:
    from collections.abc import Iterable


def emails_in_use(emails: Iterable[str]) -> frozenset[str]:
    """Give those of some lower-case addresses that an account signs in with; for officials only."""
    found = Account.objects.filter(email__in=set(emails)).values_list("email", flat=True)
    return frozenset(found)


def proven_addresses(account_id: int) -> list[str]:
    """Give the mail addresses that an account has proved."""
    rows = EmailAddress.objects.filter(user_id=account_id, verified=True)
    return list(rows.order_by("-primary", "pk").values_list("email", flat=True))


def has_proven_address(account_id: int) -> bool:
    """Say whether an account has proved a mail address."""
    return bool(EmailAddress.objects.filter(user_id=account_id, verified=True).exists())
