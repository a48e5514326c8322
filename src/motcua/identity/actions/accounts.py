"""Accounts: what their owners choose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from motcua.identity.models import Account


def choose_language(*, account: Account, language: str) -> None:
    """Remember the language an account's owner reads; mails are written in it."""
    account.language = language
    account.save(update_fields=["language"])
