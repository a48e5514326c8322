"""What follows after commit: the bill, the signature, and telling the citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers import actions
from motcua.dossiers.actions.signing import sign_result
from motcua.dossiers.actions.telling import tell_moved, tell_submitted
from motcua.dossiers.events import DossierMoved, DossierSubmitted, ResultApproved
from motcua.kernel.actors import SYSTEM
from motcua.payments.events import OrderPaid

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def bill(event: Happened) -> None:
    """Open the order for what is due at filing."""
    actions.open_filing_order(actor=SYSTEM, dossier_id=event.payload["dossier_id"], now=event.now)


def announce_filing(event: Happened) -> None:
    """Tell the filer that the dossier arrived."""
    tell_submitted(dossier_id=event.payload["dossier_id"], now=event.now)


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
    DossierSubmitted.name: (bill, announce_filing),
    DossierMoved.name: (announce_move,),
    ResultApproved.name: (sign,),
    OrderPaid.name: (note_payment,),
}
