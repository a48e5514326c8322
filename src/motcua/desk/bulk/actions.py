"""One act upon many dossiers: each in a transaction of its own, once for each form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.dossiers import actions
from motcua.dossiers.actions.reading import open_dossier
from motcua.dossiers.queries.handling import Act, standing_of
from motcua.dossiers.queries.many import MOST
from motcua.kernel.errors import DomainError
from motcua.kernel.idempotency import as_body, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_ACTS: Mapping[Act, Callable[..., object]] = {
    Act.ACCEPT: actions.accept,
    Act.HAND_OVER: actions.hand_over,
    Act.TAKE_UP: actions.take_up,
    Act.ASSIGN: actions.assign,
    Act.APPROVE: actions.approve_result,
    Act.RETURN: actions.return_result,
}
_OF_STEP = frozenset({Act.TAKE_UP, Act.ASSIGN, Act.APPROVE})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to each: the act, what it needs, and the form's own token.

    `seen` are the drafts that were shown, where they are signed.
    """

    act: Act
    values: Mapping[str, Any]
    token: str
    seen: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one of many: done, now or by the same form before, or refused and why."""

    public_id: UUID
    dossier: Dossier | None
    is_done: bool
    text: str


def act_on_many(
    *, actor: Actor, order: Order, public_ids: Sequence[UUID], now: datetime
) -> tuple[Outcome, ...]:
    """Do an act to each of some dossiers, no more than `MOST`; what one refuses stops no other.

    Sent again, the same form does again only what was refused; filled in otherwise it is refused.
    """
    distinct = tuple(dict.fromkeys(public_ids))[:MOST]
    return tuple(_tried(actor, order, one, now) for one in distinct)


def _tried(actor: Actor, order: Order, public_id: UUID, now: datetime) -> Outcome:
    dossier = None
    try:
        dossier = open_dossier(actor=actor, public_id=public_id, now=now)
        _done_once(actor, order, dossier, now)
    except DomainError as refusal:
        return Outcome(public_id, dossier, is_done=False, text=refusal.text)
    dossier.refresh_from_db(fields=["state", "official", "step_code"])
    return Outcome(public_id, dossier, is_done=True, text=_("Đã làm"))


@transaction.atomic
def _done_once(actor: Actor, order: Order, dossier: Dossier, now: datetime) -> None:
    scope = f"desk:official:{actor.official_id}"
    key = f"bulk:{order.act}:{order.token}:{dossier.public_id}"
    if once(scope=scope, key=key, body=as_body(order.values), now=now).answer is not None:
        return
    values = dict(order.values)
    if order.act in _OF_STEP:
        run = standing_of(actor, dossier, now).run
        values["step"] = run.code if run else ""
    if order.act is Act.APPROVE:
        values["seen"] = order.seen.get(dossier.public_id)
    _ACTS[order.act](actor=actor, dossier_id=dossier.pk, now=now, **values)
