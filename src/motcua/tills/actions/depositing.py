"""Takings in cash brought to the bank: on their way until the bank's word says they arrived."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.booking import book, cash, lock_account
from motcua.payments.enums import AccountKind
from motcua.payments.queries.entries import cash_lying
from motcua.tills.errors import TooMuchCash
from motcua.tills.models import Deposit

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIX, _LENGTH = "NQ", 10


@transaction.atomic
def deposit(*, actor: Actor, agency_id: int, amount: int, key: str, now: datetime) -> Deposit:
    """Take cash out of the safe to the bank; give what to write on the bank's form.

    The same key again changes nothing. Raises `NotAllowed` for anybody but an accountant of the
    agency, `TooMuchCash`.
    """
    actor.require_role(Role.ACCOUNTANT, agency_id=agency_id)
    if actor.official_id is None:
        raise NotAllowed
    known = Deposit.objects.filter(key=key).first()
    if known is not None and known.agency_id == agency_id:
        return known
    if known is not None:
        raise NotAllowed  # one press is of one agency's safe
    # Two people at the same safe: the second reads what the first has left.
    safe = lock_account(cash(AccountKind.SAFE, agency_id))
    if not 0 < amount <= (has := cash_lying(AccountKind.SAFE, agency_id)):
        raise TooMuchCash(has=has)
    reference = _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    made = Deposit.objects.create(
        agency_id=agency_id,
        key=key,
        reference=reference,
        amount=amount,
        made_by_id=actor.official_id,
        made_at=now,
    )
    sides = [(cash(AccountKind.TRANSIT, agency_id), amount), (safe, -amount)]
    book(f"deposit:{reference}", sides, order=None, description=reference, now=now)
    audit.record(
        actor=actor,
        action="tills.deposit",
        subject=("deposit", str(made.public_id)),
        agency_id=agency_id,
        now=now,
        data={"amount": amount},
    )
    return made
