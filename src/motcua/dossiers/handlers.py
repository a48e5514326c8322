"""What follows after commit: the bill, the signature, and telling the citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers import actions
from motcua.dossiers.actions.signing import sign_result
from motcua.dossiers.actions.telling import tell_moved, tell_submitted
from motcua.dossiers.events import DossierMoved, DossierSubmitted, ResultApproved
from motcua.kernel.actors import SYSTEM
from motcua.kernel.events import InBatches
from motcua.payments.events import OrderPaid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.events import Happened


def bill(filings: Sequence[Happened]) -> None:
    """Open the orders for what is due at filing."""
    actions.open_filing_orders(actor=SYSTEM, dossier_ids=_dossiers(filings), now=filings[0].now)


def announce_filing(filings: Sequence[Happened]) -> None:
    """Tell the filers that their dossiers arrived."""
    tell_submitted(dossier_ids=_dossiers(filings), now=filings[0].now)


def _dossiers(events: Sequence[Happened]) -> list[int]:
    return [event.payload["dossier_id"] for event in events]


def announce_move(event: Happened) -> None:
    """Tell the filer of a turn that concerns him."""
    tell_moved(
        dossier_id=event.payload["dossier_id"],
        transition_id=event.payload["transition_id"],
        action=event.payload["action"],
        now=event.now,
    )


def sign(event: Happened) -> None:
    """Sign the approved result."""
    sign_result(actor=SYSTEM, dossier_id=event.payload["dossier_id"], now=event.now)


def note_payment(event: Happened) -> None:
    """Take note that a dossier's order was paid."""
    if event.payload["subject_kind"] == "dossier":
        actions.hear_payment(
            actor=SYSTEM,
            dossier_id=event.payload["subject_id"],
            order_id=event.payload["order_id"],
            now=event.now,
        )


SUBSCRIPTIONS = {
    DossierSubmitted.name: (InBatches(bill), InBatches(announce_filing)),
    DossierMoved.name: (announce_move,),
    ResultApproved.name: (sign,),
    OrderPaid.name: (note_payment,),
}
