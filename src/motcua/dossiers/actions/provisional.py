"""Paper under provisional numbers: printed beforehand, taken in an outage, entered later once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import covers
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.base.provisional import read_provisional
from motcua.dossiers.errors import (
    DossierNotFound,
    ProvisionalEntered,
    ProvisionalUnknown,
    ReasonMissing,
    SheetNotSpoiled,
    SheetTime,
)
from motcua.dossiers.models import (
    Draft,
    Outage,
    ProvisionalBlock,
    ProvisionalCorrection,
    ProvisionalEntry,
    Supplement,
)
from motcua.dossiers.queries.papers_by_post import posted_receipt
from motcua.dossiers.queries.provisional import number_of
from motcua.kernel import audit
from motcua.kernel.clock import civil
from motcua.procedures.enums import Channel
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from motcua.agencies.models import Unit
    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

MOST_SHEETS = 200
_NUMBERS = """
INSERT INTO dossiers_provisionalnumbering AS held (agency_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (agency_id, year) DO UPDATE SET last = held.last + excluded.last RETURNING last
"""


@transaction.atomic
def make_block(
    *, actor: Actor, unit: Unit, counter_id: int | None, sheets: int, now: datetime
) -> ProvisionalBlock:
    """Set numbered sheets aside for a counter, to be printed while the system still works.

    Raises `NotAllowed`.
    """
    actor.require_role(Role.RECEPTIONIST, agency_id=unit.agency_id, unit_path=unit.path)
    sheets, year = min(max(sheets, 1), MOST_SHEETS), civil(now).year
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, (unit.agency_id, year, sheets))
        last: int = cursor.fetchone()[0]
    block = ProvisionalBlock.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        counter_id=counter_id,
        year=year,
        first=last - sheets + 1,
        last=last,
        made_by_id=official_of(actor),
        made_at=now,
    )
    _record(block, "make_block", actor=actor, now=now, sheets=sheets)
    return block


@transaction.atomic
def say_used(*, actor: Actor, public_id: UUID, used_to: int, now: datetime) -> ProvisionalBlock:
    """Say which sheet of a block was the last one given out, so that it shows what still lacks.

    0 takes it back. Raises `DossierNotFound`, `ProvisionalUnknown` for a sheet of another block.
    """
    blocks = ProvisionalBlock.objects.select_for_update()
    block = _held(actor, blocks.filter(public_id=public_id).first())
    if used_to and not block.first <= used_to <= block.last:
        raise ProvisionalUnknown
    _note_handout(block, used_to, now)
    block.used_to = used_to or None
    block.save(update_fields=["used_to"])
    _record(block, "say_used", actor=actor, now=now, used_to=used_to)
    return block


@transaction.atomic
def bind_number(
    *, actor: Actor, number: str, draft_id: UUID, taken_at: datetime, now: datetime
) -> ProvisionalEntry:
    """Bind what is being typed at a counter to the sheet it was taken on, with its original time.

    Filing then happens as of that time. A number that was bound may be bound anew until it is
    filed. Raises `DossierNotFound`, `ProvisionalUnknown`, `ProvisionalEntered`, and `SheetTime`
    where no declared outage lasted there at that time, or the sheet was not made yet.
    """
    # Before any number: two numbers of one draft, and who files it meanwhile, wait for each other.
    own = Draft.objects.select_for_update().filter(account_id=actor.account_id or -1)
    draft = own.filter(public_id=draft_id).first()
    if draft is None or draft.dossier_id is not None:
        raise DossierNotFound
    entry = _entry(actor, number, now)
    if taken_at < entry.block.made_at:
        raise SheetTime
    outage = _outage_at(draft, entry.block, taken_at, now)
    ProvisionalEntry.objects.filter(draft=draft).exclude(pk=entry.pk).update(draft=None)
    entry.draft, entry.outage, entry.taken_at = draft, outage, taken_at
    entry.save(update_fields=["draft", "outage", "taken_at"])
    _record(entry.block, "bind_number", actor=actor, now=now, serial=entry.serial)
    return entry


@transaction.atomic
def spoil_number(*, actor: Actor, number: str, reason: str, now: datetime) -> ProvisionalEntry:
    """Note that a sheet was spoiled and stands for nothing.

    Raises `DossierNotFound`, `ProvisionalUnknown`, `ProvisionalEntered`, `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing
    entry = _entry(actor, number, now)
    entry.spoiled, entry.draft = reason.strip()[:200], None
    entry.entered_by_id, entry.entered_at = official_of(actor), now
    entry.save(update_fields=["spoiled", "draft", "entered_by", "entered_at"])
    _record(entry.block, "spoil_number", actor=actor, now=now, serial=entry.serial)
    return entry


@transaction.atomic
def restore_number(
    *, actor: Actor, number: str, reason: str, now: datetime
) -> ProvisionalCorrection:
    """Say that a sheet was called spoiled by mistake: it may be entered, or lacks, as before.

    What had been written, and why it was wrong, stay in the record of the outage. Raises
    `DossierNotFound`, `ProvisionalUnknown`, `SheetNotSpoiled`, `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing
    block, serial = _sheet(actor, number)
    entry = block.entries.select_for_update().filter(serial=serial).exclude(spoiled="").first()
    if entry is None:
        raise SheetNotSpoiled
    correction = ProvisionalCorrection.objects.create(
        entry=entry,
        spoiled=entry.spoiled,
        reason=reason.strip()[:200],
        official_id=official_of(actor),
        at=now,
    )
    entry.spoiled = ""
    entry.save(update_fields=["spoiled"])
    _record(block, "restore_number", actor=actor, now=now, serial=serial)
    return correction


def time_of_filing(draft: Draft, now: datetime) -> datetime:
    """Give as of when a counter's draft is filed: when it was taken on paper, else now.

    Within the caller's transaction nobody binds the draft to a number any more.
    """
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    entry = ProvisionalEntry.objects.select_for_update().filter(draft=draft).first()
    return entry.taken_at if entry is not None and entry.taken_at else now


def note_entered(draft: Draft, dossier: Dossier, *, actor: Actor, now: datetime) -> str:
    """Note that what was taken under a provisional number became a dossier, by whom and when.

    Gives the words of it for the history; none where it was not taken on paper.
    """
    entry = ProvisionalEntry.objects.filter(draft=draft).select_related("block__agency").first()
    if entry is None:
        return ""
    entry.dossier, entry.entered_at = dossier, now
    entry.entered_by_id = official_of(actor)
    entry.save(update_fields=["dossier", "entered_at", "entered_by"])
    told = {"serial": entry.serial, "as_of": entry.taken_at}
    _record(entry.block, "enter_after_outage", actor=actor, now=now, **told)
    return f"Nhập sau sự cố, số tạm {number_of(entry.block, entry.serial)}"


def time_of_receipt(dossier: Dossier, now: datetime) -> datetime:
    """Give as of when a dossier is received: a complete one taken on paper, as of that time.

    One whose papers came by post, as of when they were there (Decree 61/2018, Article 17).
    """
    if dossier.channel == Channel.ONLINE or Supplement.objects.filter(dossier=dossier).exists():
        return now
    entry = ProvisionalEntry.objects.filter(dossier=dossier, taken_at__isnull=False).first()
    if entry is None:
        return posted_receipt(dossier) or now
    assert entry.taken_at
    return entry.taken_at


def _sheet(actor: Actor, text: str) -> tuple[ProvisionalBlock, int]:
    """Give the block of a number, of an office where one receives, and the sheet's serial."""
    read = read_provisional(text)
    if read is None:
        raise ProvisionalUnknown
    block = _held(
        actor,
        ProvisionalBlock.objects.filter(
            agency__code=read.agency_code,
            year=read.year,
            first__lte=read.serial,
            last__gte=read.serial,
        ).first(),
    )
    return block, read.serial


def _entry(actor: Actor, text: str, now: datetime) -> ProvisionalEntry:
    """Lock the entry of a number, made when it is used first."""
    block, serial = _sheet(actor, text)
    entry, _made = ProvisionalEntry.objects.select_for_update().get_or_create(
        block=block,
        serial=serial,
        defaults={"entered_by_id": official_of(actor), "entered_at": now},
    )
    if entry.spoiled:
        raise ProvisionalEntered(_("Số tạm này đã ghi là tờ hỏng."))
    if entry.dossier is not None:
        said = _("Số tạm này đã nhập thành hồ sơ %(code)s.")
        raise ProvisionalEntered(said % {"code": entry.dossier.code})
    return entry


def _note_handout(block: ProvisionalBlock, used_to: int, now: datetime) -> None:
    """Keep when sheets were said to be given out; who corrects a number downwards moves none."""
    beyond = list(block.handouts.filter(last__gte=used_to).order_by("last"))
    said_at = beyond[0].said_at if beyond else now
    block.handouts.filter(last__gte=used_to).delete()
    if used_to:
        block.handouts.create(last=used_to, said_at=said_at)


def _held(actor: Actor, block: ProvisionalBlock | None) -> ProvisionalBlock:
    if block is None:
        raise ProvisionalUnknown
    if not covers(actor, block.agency_id, block.unit.path, (Role.RECEPTIONIST,)):
        raise DossierNotFound
    return block


def _outage_at(draft: Draft, block: ProvisionalBlock, moment: datetime, now: datetime) -> Outage:
    """Give what was declared where it is settled or received, or where the paper was taken."""
    card = offering(draft.offering_id)
    places = {(card.agency_id, unit.path) for unit in card.units.values()}
    places.add((block.agency_id, block.unit.path))
    lasted = Q(end=None) | Q(end__gte=moment)
    where = Q(agency__in={agency for agency, _path in places}) | Q(whole_node=True)
    found = Outage.objects.declared().filter(lasted, where, started_at__lte=moment)
    outage = next((one for one in found if _reaches(one, places)), None)
    if outage is None or moment > now:
        raise SheetTime
    return outage


def _reaches(outage: Outage, places: Collection[tuple[int, str]]) -> bool:
    return outage.whole_node or any(
        agency == outage.agency_id and (not outage.unit_paths or path.startswith(reached))
        for agency, path in places
        for reached in outage.unit_paths or [""]
    )


def _record(
    block: ProvisionalBlock, act: str, *, actor: Actor, now: datetime, **data: object
) -> None:
    audit.record(
        actor=actor,
        action=f"dossiers.{act}",
        subject=("provisional-block", str(block.public_id)),
        agency_id=block.agency_id,
        now=now,
        data=data,
    )
