"""What follows after commit: a returned dossier asks its filer, a move tells the sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.events import DossierMoved
from motcua.kernel.actors import SYSTEM
from motcua.voice import actions
from motcua.voice.actions.telling import tell_moved
from motcua.voice.events import FeedbackMoved

if TYPE_CHECKING:
    from motcua.kernel.events import Happened


def ask_for_rating(event: Happened) -> None:
    """Ask how one was served, once the result was returned."""
    if event.payload["action"] == "return_result":
        actions.ask_for_rating(actor=SYSTEM, dossier_id=event.payload["dossier_id"], now=event.now)


def tell_sender(event: Happened) -> None:
    """Tell who gave feedback what became of it."""
    tell_moved(
        feedback_id=event.payload["feedback_id"],
        action=event.payload["action"],
        move_id=event.payload["move_id"],
        now=event.now,
    )


SUBSCRIPTIONS = {DossierMoved.name: (ask_for_rating,), FeedbackMoved.name: (tell_sender,)}
