"""A new second factor for an official who lost his: two people decide, and neither is he."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person
from motcua.agencies.queries.standing import one_hand
from motcua.identity.actions.accounts import sign_out_everywhere
from motcua.identity.errors import OneHand, ResetSettled, TwoPeopleNeeded
from motcua.identity.models import SecondFactorReset
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from motcua.identity.models import Account
    from motcua.kernel.actors import Actor

VALID_FOR = timedelta(days=3)
"""How long a request waits for the second person."""


@transaction.atomic
def ask_second_factor_reset(
    *, actor: Actor, account: Account, reason: str, now: datetime
) -> SecondFactorReset:
    """Ask for an official's second factor to be taken off.

    Raises `NotAllowed` unless an administrator of his agency asks, `TwoPeopleNeeded` when he asks
    for himself.
    """
    _require_administrator(actor, account)
    assert actor.official_id is not None
    reset = SecondFactorReset.objects.create(
        account=account, asked_by_id=actor.official_id, asked_at=now, reason=reason
    )
    _record("ask_second_factor_reset", reset, actor=actor, now=now)
    return reset


@transaction.atomic
def approve_second_factor_reset(*, actor: Actor, reset: SecondFactorReset, now: datetime) -> None:
    """Take off an official's second factor and end his sessions; he enrols anew with his password.

    Raises `NotAllowed` unless an administrator of his agency approves, `TwoPeopleNeeded` when it is
    the one who asked or the official himself, `OneHand` when he is no second person beside the one
    who asked, `ResetSettled` when it was approved or is too old.
    """
    locked = SecondFactorReset.objects.select_for_update().get(pk=reset.pk)
    _require_administrator(actor, locked.account)
    assert actor.official_id is not None
    if not is_second_person(actor.official_id, locked.asked_by_id):
        raise TwoPeopleNeeded
    if one_hand(actor.official_id, [locked.asked_by_id], now):
        raise OneHand
    if locked.approved_at is not None or now - locked.asked_at > VALID_FOR:
        raise ResetSettled
    locked.approved_by_id = actor.official_id
    locked.approved_at = now
    locked.save(update_fields=["approved_by", "approved_at"])
    Authenticator.objects.filter(user_id=locked.account_id).delete()
    sign_out_everywhere(actor=SYSTEM, account=locked.account, now=now)
    _record("approve_second_factor_reset", locked, actor=actor, now=now)


def _require_administrator(actor: Actor, account: Account) -> None:
    official = account.official
    if official is None or actor.official_id is None:
        raise NotAllowed
    actor.require_role(Role.ADMINISTRATOR, agency_id=official.agency_id)
    if not is_second_person(actor.official_id, official.pk):
        raise TwoPeopleNeeded


def _record(act: str, reset: SecondFactorReset, *, actor: Actor, now: datetime) -> None:
    official = reset.account.official
    audit.record(
        actor=actor,
        action=f"identity.{act}",
        subject=("account", str(reset.account.public_id)),
        agency_id=official.agency_id if official else audit.NODE,
        now=now,
        data={"reset": reset.pk},
    )
