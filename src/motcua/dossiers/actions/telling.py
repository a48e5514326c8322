"""Telling the filer at each turn, by e-mail and text message, in the dossier's language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from motcua.dossiers.actions.recipients import about, recipient_of
from motcua.dossiers.enums import ErrandKind, FeeState, ReturnWay
from motcua.dossiers.models import Dossier, Transition
from motcua.dossiers.queries.errands import errand_of
from motcua.dossiers.queries.fee_debts import owed_now
from motcua.dossiers.queries.papers_by_post import posted_of
from motcua.dossiers.queries.wording import (
    moment_in_words,
    place_to_fetch,
    procedure_name,
    tracking_link,
)
from motcua.kernel.clock import civil_date
from motcua.kernel.money import show
from motcua.notifications.actions import Notice, notify_all
from motcua.notifications.base.languages import in_each
from motcua.procedures.enums import Channel
from motcua.receipts.queries import receipt_told

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.notifications.base.languages import Words

# Which move is told with which template; the others are steps inside the agency.
_TEMPLATES = {
    "accept": "accepted",
    "refuse": "refused",
    "ask_supplement": "supplement",
    "ask_payment": "payment",
    "refuse_exemption": "exemption-refused",
    "grant_exemption_anew": "exemption-anew",
    "refuse_exemption_anew": "exemption-anew",
    "apologise": "apology",
    "stop": "stopped",
    "finish": "finished",
    "return_result": "returned",
    "correct_result": "corrected",
    "reopen": "reopened",
    "papers_arrived": "papers_arrived",
}


def tell_submitted(*, dossier_ids: Sequence[int], now: datetime) -> None:
    """Tell the filers that their dossiers arrived, and what is due."""
    notify_all([_arrival(dossier) for dossier in _read(dossier_ids)], now=now)


def _arrival(dossier: Dossier) -> Notice:
    fee = in_each(partial(show, dossier.fee_at_filing)) if dossier.fee_at_filing else ""
    is_posted = dossier.channel == Channel.POST and posted_of(dossier) is not None
    key = f"dossier:{dossier.pk}:submitted"
    return _notice(dossier, "submitted", key, fee=fee, posted="yes" if is_posted else "")


def tell_moved(*, dossier_id: int, transition_id: int, action: str, now: datetime) -> None:
    """Tell the filer of a move; moves inside the agency are not told."""
    template = _TEMPLATES.get(action)
    if template is None:
        return
    (dossier,) = _read([dossier_id])
    if action == "finish" and _is_early(dossier):
        template = "finished_early"
    transition = Transition.objects.get(pk=transition_id)
    amount = transition.data.get("amount", 0)
    is_back = action == "grant_exemption_anew"
    notice = _notice(
        dossier,
        template,
        f"dossier:{dossier.pk}:{transition_id}",
        count=str(len(transition.data.get("items", []))),
        fee=in_each(partial(show, amount)) if amount and not is_back else "",
        back=in_each(partial(show, amount)) if amount and is_back else "",
        judged="granted" if is_back else "",
        way=_way_home(dossier) if action == "finish" else "",
        due_now=in_each(partial(show, owed)) if (owed := _owed(dossier, action)) else "",
    )
    notify_all([notice], now=now)


def tell_part(*, dossier_id: int, part_id: int, now: datetime) -> None:
    """Tell the filer that a part of the result is there, once."""
    (dossier,) = _read([dossier_id])
    notify_all([_notice(dossier, "part", f"dossier:{dossier.pk}:part:{part_id}")], now=now)


def tell_letter(*, dossier_id: int, document_id: int, now: datetime) -> None:
    """Tell the filer that the agency wrote to him, once for each document."""
    (dossier,) = _read([dossier_id])
    key = f"dossier:{dossier.pk}:document:{document_id}"
    notify_all([_notice(dossier, "letter", key)], now=now)


def tell_receipt(*, dossier_id: int, receipt_id: int, now: datetime) -> None:
    """Tell the filer that a receipt is there, or that another took its place, once for each."""
    (dossier,) = _read([dossier_id])
    kind, amount, reason = receipt_told(receipt_id)
    fee = in_each(partial(show, amount))
    key = f"dossier:{dossier.pk}:receipt:{receipt_id}"
    why = in_each(partial(_said_in, reason)) if reason else ""
    notify_all([_notice(dossier, "receipt", key, fee=fee, issued=kind, reason=why)], now=now)


def _said_in(reason: str, language: str) -> str:
    """Give a reason as it was written; one of the node's own in a language."""
    with override(language):
        return gettext(reason).strip().rstrip(".")


def _owed(dossier: Dossier, action: str) -> int:
    """Give what must be paid before a finished result is returned, in đồng."""
    is_due = action == "finish" and dossier.fee_state == FeeState.DUE
    return owed_now(dossier) if is_due else 0


def _way_home(dossier: Dossier) -> str:
    """Give the way its filer chose to get the result; `post-unpaid` where the post waits."""
    errand = errand_of(dossier, ErrandKind.RETURN)
    if errand is None:
        return ""
    is_unpaid = errand.way == ReturnWay.POST and errand.paid_at is None
    return "post-unpaid" if is_unpaid else str(errand.way)


def _is_early(dossier: Dossier) -> bool:
    """Say whether a result is there on an earlier day than promised (Decree 61/2018, Art. 20)."""
    finished, due = dossier.finished_at, dossier.due_at
    return bool(finished and due and civil_date(finished) < civil_date(due))


def _read(dossier_ids: Sequence[int]) -> QuerySet[Dossier]:
    """Read what is told; the answers, which are long and sealed, stay where they are."""
    found = Dossier.objects.filter(pk__in=dossier_ids).select_related("agency")
    return found.defer("answers").order_by("pk")


def _notice(dossier: Dossier, template: str, key: str, **more: Words) -> Notice:
    return Notice(
        key=key,
        recipient=recipient_of(dossier),
        template=template,
        context={
            "agency": in_each(dossier.agency.name_in),
            "code": dossier.code,
            "procedure": in_each(partial(procedure_name, dossier)),
            "at": moment_in_words(dossier.submitted_at),
            "due": moment_in_words(dossier.due_at),
            "again": moment_in_words(dossier.reappointed_at),
            "link": tracking_link(dossier),
            "place": in_each(partial(place_to_fetch, dossier)),
            **more,
        },
        agency_id=dossier.agency_id,
        subject=about(dossier),
    )
