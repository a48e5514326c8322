"""Lists of procedures that a decision orders, kept by administrators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.errors import CodeTaken
from motcua.procedures.models import PurposeEntry, PurposeList

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What a list says; `entries` are codes with their own ordered level, None for the list's."""

    code: str
    name: str
    name_en: str
    purpose: str
    decision: str
    valid_from: date
    valid_to: date | None = None
    level: int | None = None
    entries: Mapping[str, int | None] = field(default_factory=dict)


@transaction.atomic
def make_list(*, actor: Actor, facts: ListFacts, now: datetime) -> int:
    """Write a list down; give its number. Raises `NotAllowed`, and `CodeTaken`."""
    require_keeper(actor, now)
    if PurposeList.objects.filter(code=facts.code).exists():
        raise CodeTaken
    made = PurposeList(code=facts.code)
    _write(made, facts, actor, now, act="make_list")
    return made.pk


@transaction.atomic
def change_list(*, actor: Actor, list_id: int, facts: ListFacts, now: datetime) -> None:
    """Write a list anew; its code stays. Raises `NotAllowed`, `NotFound`."""
    require_keeper(actor, now)
    row = PurposeList.objects.select_for_update().filter(pk=list_id).first()
    if row is None:
        raise NotFound
    _write(row, facts, actor, now, act="change_list")


def _write(row: PurposeList, facts: ListFacts, actor: Actor, now: datetime, *, act: str) -> None:
    for name in ("name", "name_en", "purpose", "decision", "valid_from", "valid_to", "level"):
        setattr(row, name, getattr(facts, name))
    row.save()
    row.entries.exclude(procedure_code__in=facts.entries).delete()
    PurposeEntry.objects.bulk_create(
        [
            PurposeEntry(list=row, procedure_code=code, level=level)
            for code, level in facts.entries.items()
        ],
        update_conflicts=True,
        unique_fields=["list", "procedure_code"],
        update_fields=["level"],
    )
    audit.record(
        actor=actor,
        action=f"procedures.{act}",
        subject=("procedure_list", row.code),
        agency_id=audit.NODE,
        now=now,
        data={"entries": len(facts.entries)},
    )
