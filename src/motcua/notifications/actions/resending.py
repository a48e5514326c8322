"""Sending again what was given up, by an administrator who saw to the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.standing import administers_the_node
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.notifications.enums import Kind, MessageState
from motcua.notifications.errors import MessageNotFound
from motcua.notifications.models import Message
from motcua.notifications.queries.sending import NODE_LANE, chosen_dead

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.notifications.queries.sending import DeadChoice

MOST_AT_ONCE = 500
# A carrier may have taken these all the same: under the old reference it takes them once.
_UNCERTAIN = ("notifications.carrier_down", "notifications.try_later", "notifications.broken")


def lanes_of(actor: Actor, agency_id: int, now: datetime) -> list[int]:
    """Give the lanes an administrator sees at an agency: its own, and the node's for who runs it.

    Raises `NotAllowed`.
    """
    actor.require_role(Role.ADMINISTRATOR, agency_id=agency_id)
    runs_node = administers_the_node(actor, civil_date(now))
    return [agency_id, NODE_LANE] if runs_node else [agency_id]


@transaction.atomic
def send_again(*, actor: Actor, agency_id: int, choice: DeadChoice, now: datetime) -> int:
    """Let messages that were given up wait again, with all their tries; give how many.

    At most `MOST_AT_ONCE`; codes never, which nobody waits for any more. What a carrier had refused
    or failed to deliver goes under a new reference, the rest under the old one. Raises
    `NotAllowed`, `MessageNotFound` when there is nothing of that kind.
    """
    lanes = lanes_of(actor, agency_id, now)
    wanted = chosen_dead(lanes, choice, now).exclude(kind=Kind.CODE)
    rows = list(wanted.select_for_update(no_key=True, skip_locked=True)[:MOST_AT_ONCE])
    if not rows:
        raise MessageNotFound
    for row in rows:
        row.round += row.fault not in _UNCERTAIN
        row.state, row.attempts, row.fault = MessageState.WAITING, 0, ""
        row.due_at, row.ended_at, row.leased_until = now, None, None
    names = ("round", "state", "attempts", "fault", "due_at", "ended_at", "leased_until")
    Message.objects.bulk_update(rows, names)
    acts = [
        audit.Act(
            "notifications.send_again",
            ("message", str(row.public_id)),
            row.agency_id or audit.NODE,
            None,
            "",
            {"round": row.round},
        )
        for row in rows
    ]
    audit.record_all(acts, actor=actor, now=now)
    return len(rows)
