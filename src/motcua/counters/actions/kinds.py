"""Kinds of service that a unit gives tickets for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.errors import CodeTaken
from motcua.agencies.queries.locking import lock_unit
from motcua.counters.actions.authorising import require_administrator
from motcua.counters.models import ServiceKind
from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime, time

    from motcua.agencies.models import Unit
    from motcua.kernel.actors import Actor


@transaction.atomic
def open_kind(  # noqa: PLR0913 - what a kind is, all named
    *,
    actor: Actor,
    unit: Unit,
    prefix: str,
    name: str,
    minutes: int,
    now: datetime,
    name_en: str = "",
    last_at: time | None = None,
) -> ServiceKind:
    """Let a unit give tickets for a kind of service; one with these letters opens again.

    `minutes` is what one visitor usually takes; after `last_at` no number is given that day.
    Raises `CounterNotFound`, `NotAllowed`, `CodeTaken`.
    """
    require_administrator(actor, unit)
    facts: dict[str, object] = {
        "name": name,
        "name_en": name_en,
        "minutes": minutes,
        "is_open": True,
    }
    facts["last_at"] = last_at
    lock_unit(unit.pk)
    known = ServiceKind.objects.filter(unit=unit, prefix=prefix).first()
    if known is not None and known.is_open:
        raise CodeTaken(code=prefix)
    kind, _ = ServiceKind.objects.update_or_create(unit=unit, prefix=prefix, defaults=facts)
    _record("open_kind", kind, actor=actor, now=now)
    return kind


@transaction.atomic
def close_kind(*, actor: Actor, kind: ServiceKind, now: datetime) -> None:
    """Give no more tickets for a kind; those that wait are still called. Raises as `open_kind`."""
    require_administrator(actor, kind.unit)
    if ServiceKind.objects.filter(pk=kind.pk, is_open=True).update(is_open=False):
        _record("close_kind", kind, actor=actor, now=now)


@transaction.atomic
def reopen_kind(*, actor: Actor, kind: ServiceKind, now: datetime) -> None:
    """Give tickets for a kind again, as it was before it was closed. Raises as `open_kind`."""
    require_administrator(actor, kind.unit)
    if ServiceKind.objects.filter(pk=kind.pk, is_open=False).update(is_open=True):
        _record("open_kind", kind, actor=actor, now=now)


def _record(act: str, kind: ServiceKind, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"counters.{act}",
        subject=("unit", str(kind.unit.public_id)),
        agency_id=kind.unit.agency_id,
        now=now,
        data={"kind": str(kind.public_id)},
    )
