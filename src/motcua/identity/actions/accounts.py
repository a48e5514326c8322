"""Accounts: opened for citizens, officials and other systems; closed; their owners' choices."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F

from motcua.agencies.enums import Role
from motcua.agencies.errors import LastAdministrator
from motcua.agencies.queries import administrators_of
from motcua.identity.enums import Side
from motcua.identity.errors import AccountTaken, EmailTaken
from motcua.identity.models import Account
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date, system_now

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Official
    from motcua.identity.models import Person
    from motcua.kernel.actors import Actor

_BATCH = 500


@transaction.atomic
def open_account(
    *, actor: Actor, person: Person, email: str, password: str | None, now: datetime
) -> Account:
    """Open a citizen's account whose e-mail address the opener vouches for.

    `password` None leaves the owner to choose one by the mail of a reset. People who sign up by
    themselves go through allauth, which asks for a code from the mail first. Raises `NotAllowed`,
    `EmailTaken`, `AccountTaken`.
    """
    if actor.kind != "system":
        actor.require_role(Role.RECEPTIONIST, Role.ADMINISTRATOR)
    account = _open(email, password, side=Side.CITIZEN, person=person, joined_at=now)
    _record("open_account", account, actor=actor, now=now)
    return account


@transaction.atomic
def open_official_account(
    *, actor: Actor, official: Official, email: str, now: datetime, password: str | None = None
) -> Account:
    """Open an official's account; he enrols a second factor when he first signs in.

    Raises `NotAllowed` unless an administrator of his agency or the node itself does it,
    `EmailTaken`, `AccountTaken`.
    """
    if actor.kind != "system":
        actor.require_role(Role.ADMINISTRATOR, agency_id=official.agency_id)
    account = _open(email, password, side=Side.OFFICIAL, official=official, joined_at=now)
    _record("open_official_account", account, actor=actor, now=now, agency_id=official.agency_id)
    return account


@transaction.atomic
def open_client_account(*, actor: Actor, now: datetime) -> Account:
    """Open an account for another system; it signs in with client secrets only.

    Raises `NotAllowed` unless an administrator or the node itself does it.
    """
    if actor.kind != "system":
        actor.require_role(Role.ADMINISTRATOR)
    # The reserved domain can neither receive mail nor be signed in with.
    account = _open(f"{uuid.uuid4()}@client.invalid", None, side=Side.CLIENT, joined_at=now)
    _record("open_client_account", account, actor=actor, now=now)
    return account


@transaction.atomic
def close_account(*, actor: Actor, account: Account, now: datetime) -> None:
    """Close an account: every session and token ends, nobody signs in with it again.

    Raises `NotAllowed` unless an administrator of the official's agency, the owner or the node
    itself does it, and `LastAdministrator` where nobody else could sign in to administer it.
    """
    _require_owner_or_administrator(actor, account)
    if actor.kind != "system":
        _require_another_administrator(account, now)
    end_sessions(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    _record("close_account", account, actor=actor, now=now)


def close_accounts_of_leavers(*, now: datetime) -> int:
    """Close the accounts of officials whose last day is over; give their number.

    They hold no power from that day on (`actor_for`); so they do not sign in any more either.
    """
    gone = Account.objects.select_related("official").filter(
        is_active=True, official__valid_to__lte=civil_date(now)
    )
    accounts = list(gone[:_BATCH])
    for account in accounts:
        close_account(actor=SYSTEM, account=account, now=now)
    return len(accounts)


@transaction.atomic
def sign_out_everywhere(*, actor: Actor, account: Account, now: datetime) -> None:
    """End every session and token of an account. Raises `NotAllowed` as `close_account` does."""
    _require_owner_or_administrator(actor, account)
    end_sessions(account)
    _record("sign_out_everywhere", account, actor=actor, now=now)


def end_sessions(account: Account) -> None:
    """End what an account is signed in with: sessions now, access tokens within a second.

    Tokens are dated by the machine's time, whatever day a demo plays.
    """
    Account.objects.filter(pk=account.pk).update(
        generation=F("generation") + 1, sessions_ended_at=system_now()
    )


def choose_language(*, account: Account, language: str) -> None:
    """Remember the language an account's owner reads; mails are written in it."""
    Account.objects.filter(pk=account.pk).update(language=language)


def _open(email: str, password: str | None, **fields: object) -> Account:
    try:
        with transaction.atomic():
            account = Account.objects.create_user(email, password, **fields)
            EmailAddress.objects.create(
                user=account, email=account.email, primary=True, verified=True
            )
    except IntegrityError:
        # One answer for both: the caller, an official, may look which of the two it is.
        raise _taken(email) from None
    return account


def _taken(email: str) -> EmailTaken | AccountTaken:
    same_email = Account.objects.filter(email=email.strip().lower())
    return EmailTaken() if same_email.exists() else AccountTaken()


def _require_another_administrator(account: Account, now: datetime) -> None:
    official = account.official
    if official is None:
        return
    administrators = administrators_of(official.agency_id, civil_date(now))
    others = administrators - {official.pk}
    if official.pk not in administrators:
        return
    if not Account.objects.filter(is_active=True, official_id__in=others).exists():
        raise LastAdministrator


def _require_owner_or_administrator(actor: Actor, account: Account) -> None:
    if actor.kind == "system" or actor.account_id == account.pk:
        return
    agency_id = account.official.agency_id if account.official else None
    actor.require_role(Role.ADMINISTRATOR, agency_id=agency_id)


def _record(
    act: str, account: Account, *, actor: Actor, now: datetime, agency_id: int = audit.NODE
) -> None:
    audit.record(
        actor=actor,
        action=f"identity.{act}",
        subject=("account", str(account.public_id)),
        agency_id=agency_id,
        now=now,
    )


def hold_account(account_id: int) -> None:
    """Let others who hold this account wait until the caller's transaction is over.

    For what one person may do only so many times, whatever he does it to.
    """
    Account.objects.select_for_update(no_key=True).only("pk").get(pk=account_id)
