"""Persons written down before their telephones could be found: indexed in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog
from django.db import transaction
from django.db.models import F, Func, IntegerField

from motcua.identity.models import Person
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.sealed import SealBroken, blind_index

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

log = structlog.get_logger(__name__)
BATCH: Final = 1_000
# No telephone is no bytes; sealed it opens only here.
_BYTES: Final = Func(F("phone"), function="octet_length", output_field=IntegerField())


def index_phones(*, actor: Actor, now: datetime, at_once: int = BATCH) -> int:
    """Make the telephones of persons findable that are not; give how many were.

    Each batch is done whole or not at all, and what is done is not looked at again: one that was
    killed goes on where it stood, and several may run beside each other. Only the node itself does.
    Raises `NotAllowed`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    done, last = 0, 0
    while True:
        batch, last = _index_batch(last, now, at_once)
        done += batch
        if not last:
            return done


@transaction.atomic
def _index_batch(after: int, now: datetime, at_once: int) -> tuple[int, int]:
    """Index a batch of persons numbered after one; give how many, and its last, 0 at the end."""
    rows: Any = Person.objects.select_for_update(skip_locked=True).annotate(length=_BYTES)
    lacking = rows.filter(phone_index=None, length__gt=0, pk__gt=after).order_by("pk")
    batch = list(lacking.only("pk", "phone")[:at_once])
    if not batch:
        return 0, 0
    opened = [person for person in batch if _is_indexed(person)]
    Person.objects.bulk_update(opened, ["phone_index"])
    audit.record(
        actor=SYSTEM,
        action="identity.index_phones",
        subject=("node", "phones"),
        agency_id=audit.NODE,
        now=now,
        data={"count": len(opened)},
    )
    return len(opened), batch[-1].pk if len(batch) == at_once else 0


def _is_indexed(person: Person) -> bool:
    """Index one person's telephone; one that does not open is told of and left as it is."""
    try:
        person.phone_index = blind_index("phone", str(person.phone))
    except SealBroken:
        log.exception("identity.phone_does_not_open", person=person.pk)
        return False
    return True
