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
from motcua.notifications.actions import Notice, Recipient, notify_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

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


def tell_submitted(*, dossier_ids: Sequence[int], now: datetime) -> None:
    """Tell the filers that their dossiers arrived, and what is due."""
    notify_all([_arrival(dossier) for dossier in _read(dossier_ids)], now=now)


def _arrival(dossier: Dossier) -> Notice:
    fee = show(dossier.fee_at_filing, dossier.language) if dossier.fee_at_filing else ""
    return _notice(dossier, "submitted", f"dossier:{dossier.pk}:submitted", fee=fee)


def tell_moved(*, dossier_id: int, transition_id: int, action: str, now: datetime) -> None:
    """Tell the filer of a move; moves inside the agency are not told."""
    template = _TEMPLATES.get(action)
    if template is None:
        return
    (dossier,) = _read([dossier_id])
    transition = Transition.objects.get(pk=transition_id)
    notice = _notice(
        dossier,
        template,
        f"dossier:{dossier.pk}:{transition_id}",
        count=str(len(transition.data.get("items", []))),
        fee=show(transition.data.get("amount", 0), dossier.language),
    )
    notify_all([notice], now=now)


def _read(dossier_ids: Sequence[int]) -> QuerySet[Dossier]:
    """Read what is told; the answers, which are long and sealed, stay where they are."""
    found = Dossier.objects.filter(pk__in=dossier_ids).select_related("agency")
    return found.defer("answers").order_by("pk")


def _notice(dossier: Dossier, template: str, key: str, **more: str) -> Notice:
    contact = dossier.contact
    return Notice(
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
    )
