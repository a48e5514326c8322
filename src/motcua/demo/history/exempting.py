"""The proofs of exemptions in the demonstration's history: seen, and granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.fee_debts import claims_open

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


def see_proof(receptionist: Actor, dossier_id: int, now: datetime) -> None:
    """Let whoever receives grant the exemption that a dossier claims, where it claims one."""
    if claims_open(Dossier.objects.get(pk=dossier_id)):
        actions.judge_exemption(actor=receptionist, dossier_id=dossier_id, is_granted=True, now=now)
