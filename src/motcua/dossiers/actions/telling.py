"""Telling the filer at each turn, by e-mail and text message, in the dossier's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.queries.wording import (
    moment_in_words,
    procedure_name,
    tracking_link,
)
from motcua.kernel.money import show
from motcua.notifications.actions import Recipient, notify

if TYPE_CHECKING:
    from datetime import datetime

# Which move is told with which template; the others are steps inside the agency.
_TEMPLATES = {
    "accept": "accepted",
    "refuse": "refused",
    "ask_supplement": "supplement",
    "ask_payment": "payment",
    "stop": "stopped",
    "finish": "finished",
    "return_result": "returned",
}


def tell_submitted(*, dossier_id: int, now: datetime) -> None:
    """Tell the filer that the dossier arrived, and what is due."""
    dossier = _read(dossier_id)
    fee = show(dossier.fee_at_filing, dossier.language) if dossier.fee_at_filing else ""
    _tell(dossier, "submitted", f"dossier:{dossier.pk}:submitted", now, fee=fee)


def tell_moved(*, dossier_id: int, transition_id: int, action: str, now: datetime) -> None:
    """Tell the filer of a move; moves inside the agency are not told."""
    template = _TEMPLATES.get(action)
    if template is None:
        return
    dossier = _read(dossier_id)
    transition = Transition.objects.get(pk=transition_id)
    _tell(
        dossier,
        template,
        f"dossier:{dossier.pk}:{transition_id}",
        now,
        count=str(len(transition.data.get("items", []))),
        fee=show(transition.data.get("amount", 0), dossier.language),
    )


def _read(dossier_id: int) -> Dossier:
    return Dossier.objects.select_related("agency").get(pk=dossier_id)


def _tell(dossier: Dossier, template: str, key: str, now: datetime, **more: str) -> None:
    contact = dossier.contact
    notify(
        key=key,
        recipient=Recipient(
            phone=contact.get("phone", ""),
            email=contact.get("email", ""),
            language=dossier.language,
        ),
        template=template,
        context={
            "agency": dossier.agency.name,
            "code": dossier.code,
            "procedure": procedure_name(dossier, dossier.language),
            "at": moment_in_words(dossier.submitted_at),
            "due": moment_in_words(dossier.due_at),
            "link": tracking_link(dossier),
            **more,
        },
        agency_id=dossier.agency_id,
        now=now,
    )
