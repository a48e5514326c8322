"""Ending that one files for another: what was filed goes back to its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.helping import hand_back
from motcua.identity.actions.mandates import end_mandate, end_mandate_by_code

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor


@transaction.atomic
def end_helping(*, actor: Actor, mandate_id: UUID, now: datetime) -> None:
    """End it as the owner or the helper. Raises `NotFound`."""
    mandate = end_mandate(actor=actor, mandate_id=mandate_id, now=now)
    hand_back(actor=actor, mandate=mandate, now=now)


def end_helping_by_code(*, actor: Actor, code: str, address: str, now: datetime) -> None:
    """End it by the code the owner was sent. Raises `MandateCodeWrong`, `TooManyRequests`."""
    mandate = end_mandate_by_code(actor=actor, code=code, address=address, now=now)
    hand_back(actor=actor, mandate=mandate, now=now)
