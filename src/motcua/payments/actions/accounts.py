"""The accounts in which a provider's money lies: which there are, and from which day to which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.payments.enums import Provider
from motcua.payments.errors import AccountKnown, AccountOver
from motcua.payments.models import StatementAccount

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An account that is used from a day on: whose, its bank's number, its own, and a name."""

    provider: Provider
    bank: str
    number: str
    name: str
    valid_from: date


def own_accounts(*, now: datetime) -> list[StatementAccount]:
    """Give the accounts that the settings name, each made when it is asked for first.

    That of the bank, and what the provider of card terminals owes its merchant. Where a provider
    had another one before, the new one is used from today on.
    """
    bank, _, number = settings.BANK_ACCOUNT.partition(":")
    named = [(Provider.BANK, bank, number)] if number else []
    if settings.TERMINAL_URL:
        named.append((Provider.TERMINAL, "", settings.TERMINAL_MERCHANT))
    return [_own(*one, now=now) for one in named]


def _own(provider: Provider, bank: str, number: str, *, now: datetime) -> StatementAccount:
    own = StatementAccount.objects.filter(provider=provider)
    if (found := own.filter(number=number).first()) is not None:
        return found
    since = civil_date(now) if own.exists() else None
    account, _made = StatementAccount.objects.get_or_create(
        provider=provider, number=number, defaults={"bank": bank, "valid_from": since}
    )
    return account


@transaction.atomic
def add_account(*, actor: Actor, facts: AccountFacts, now: datetime) -> StatementAccount:
    """Say that a provider's money may come to one account more, from a day on.

    From that day its statements are needed too before a day counts as read. Raises `NotAllowed`,
    `AccountKnown`.
    """
    require_statement_keeper(actor, now)
    account, made = StatementAccount.objects.get_or_create(
        provider=facts.provider,
        number=facts.number,
        defaults={"bank": facts.bank, "name": facts.name, "valid_from": facts.valid_from},
    )
    if not made:
        raise AccountKnown
    record("add_account", account, actor=actor, now=now, since=facts.valid_from.isoformat())
    return account


@transaction.atomic
def end_account(
    *, actor: Actor, account_id: int, valid_to: date, now: datetime
) -> StatementAccount:
    """Say from which day on an account is no longer used; its older statements are still read.

    Raises `NotAllowed`, `NotFound`, `AccountOver` where it was not used before that day.
    """
    require_statement_keeper(actor, now)
    account = locked_account(account_id)
    first = account.valid_from or account.since
    if first is not None and valid_to <= first:
        raise AccountOver
    account.valid_to = valid_to
    account.save(update_fields=["valid_to"])
    record("end_account", account, actor=actor, now=now, until=valid_to.isoformat())
    return account


@transaction.atomic
def set_columns(
    *, actor: Actor, account_id: int, columns: Mapping[str, object], now: datetime
) -> StatementAccount:
    """Say under which headings an account's CSV files have what.

    Raises `NotAllowed`, `NotFound`.
    """
    require_statement_keeper(actor, now)
    account = locked_account(account_id)
    account.columns = dict(columns)
    account.save(update_fields=["columns"])
    record("set_columns", account, actor=actor, now=now)
    return account


def locked_account(account_id: int) -> StatementAccount:
    """Lock an account and give it. Raises `NotFound`."""
    account = StatementAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account


def record(
    act: str, account: StatementAccount, *, actor: Actor, now: datetime, **data: object
) -> None:
    """Write an act upon an account, or a statement of it, into the audit log."""
    audit.record(
        actor=actor,
        action=f"payments.{act}",
        subject=("statement_account", account.provider),
        agency_id=audit.NODE,
        now=now,
        data=data,
    )
