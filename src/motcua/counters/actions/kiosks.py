"""Kiosks: made by an administrator, switched on by a one-time code, switched off."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries.locking import lock_unit
from motcua.counters.actions.authorising import require_administrator
from motcua.counters.base import kiosk_rule_on
from motcua.counters.errors import CodeRefused
from motcua.counters.models import Kiosk
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.sealed import blind_index, blind_indexes

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Unit
    from motcua.kernel.actors import Actor

# No 0/O, 1/I: somebody types it on the device.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8
_KIND = "kiosk.code"


@transaction.atomic
def make_kiosk(*, actor: Actor, unit: Unit, name: str, now: datetime) -> tuple[Kiosk, str]:
    """Write down a device of a unit; give it with the one-time code that switches it on.

    One of the same name that was not switched on yet gets a new code, and the older one is void.
    Raises `CounterNotFound`, `NotAllowed`.
    """
    require_administrator(actor, unit)
    assert actor.official_id is not None
    lock_unit(unit.pk)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    minutes = kiosk_rule_on(civil_date(now)).code_minutes
    waiting = Kiosk.objects.filter(unit=unit, name=name, began_at=None, ended_at=None).first()
    kiosk = waiting or Kiosk(unit=unit, name=name)
    kiosk.code_digest = blind_index(_KIND, code)
    kiosk.code_until = now + timedelta(minutes=minutes)
    kiosk.made_by_id, kiosk.made_at = actor.official_id, now
    kiosk.save()
    _record("make_kiosk", kiosk, actor=actor, now=now)
    return kiosk, code


@transaction.atomic
def begin_kiosk(*, actor: Actor, code: str, now: datetime) -> Kiosk:
    """Switch a device on by its code, which is then used up. Raises `CodeRefused`."""
    typed = "".join(code.split()).upper()
    kiosk = (
        Kiosk.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(code_digest__in=blind_indexes(_KIND, typed), code_until__gt=now, ended_at=None)
        .first()
    )
    if kiosk is None:
        raise CodeRefused
    kiosk.began_at, kiosk.code_digest, kiosk.code_until = now, None, None
    kiosk.save(update_fields=["began_at", "code_digest", "code_until"])
    _record("begin_kiosk", kiosk, actor=actor, now=now)
    return kiosk


@transaction.atomic
def end_kiosk(*, actor: Actor, kiosk: Kiosk, now: datetime) -> None:
    """Switch a device off for good; its cookie opens nothing any more. Raises as `make_kiosk`."""
    require_administrator(actor, kiosk.unit)
    ended = Kiosk.objects.filter(pk=kiosk.pk, ended_at=None)
    if ended.update(ended_at=now, code_digest=None, code_until=None):
        _record("end_kiosk", kiosk, actor=actor, now=now)


def _record(act: str, kiosk: Kiosk, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"counters.{act}",
        subject=("kiosk", str(kiosk.public_id)),
        agency_id=kiosk.unit.agency_id,
        now=now,
    )
