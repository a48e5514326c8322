"""Scans: cover sheets, files taken in once, parted, put to their papers or into the tray."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from motcua.counters.actions.authorising import record
from motcua.counters.actions.filing import lock_filing
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import CounterFiling, CoverSheet, Scan, ScanPart, SpareCover
from motcua.counters.queries.scans import Segment, arranged, dropped_of, part_for, split_scan
from motcua.dossiers.actions.counter_filing import attach_scanned
from motcua.dossiers.actions.drafting import delete_uploads
from motcua.dossiers.errors import DossierNotFound, FileLimit
from motcua.dossiers.queries.supplements import papers_for
from motcua.dossiers.queries.uploads import uploads_of
from motcua.kernel import audit
from motcua.kernel.files import content_of, keep_unread, store
from motcua.kernel.sandbox import ParsingFailed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.agencies.models import Unit
    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

MOST_BYTES = 100 * 1024 * 1024
_PDF = "application/pdf"
_WHY = {"encrypted": "encrypted", "no_picture": "no-picture"}


@transaction.atomic
def print_covers(*, actor: Actor, filing_id: UUID, now: datetime) -> list[CoverSheet]:
    """Give a cover sheet for each paper a filing is asked for; printed again they are the same.

    Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`.
    """
    filing = lock_filing(actor, filing_id)
    return [
        CoverSheet.objects.get_or_create(
            filing=filing, paper_code=row.code, defaults={"printed_at": now}
        )[0]
        for row in papers_for(filing.draft, now)
    ]


def take_scan(*, actor: Actor, unit: Unit, name: str, content: bytes, now: datetime) -> Scan:
    """Take in what a scanner of a unit sent: parted, each part put to its paper or in the tray.

    The same content again is the same scan, and nothing is done twice. What cannot be read is kept
    whole in the tray.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = Scan.objects.filter(unit=unit, sha256=digest).first()
    if known is not None:
        return known
    segments, reason = _parted(content)
    with transaction.atomic():
        scan, is_new = Scan.objects.get_or_create(
            unit=unit, sha256=digest, defaults={"name": name[:200], "received_at": now}
        )
        if is_new and segments:
            for segment in segments:
                _put(scan, segment, actor=actor, now=now)
        elif is_new:
            kept = keep_unread(content, name=name, now=now)
            ScanPart.objects.create(scan=scan, file=kept, reason=reason)
    return scan


@transaction.atomic
def keep_aside(*, unit: Unit, name: str, content: bytes, reason: str, now: datetime) -> None:
    """Lay into the tray what is no scan, whole, with why; the same content again is one."""
    digest = hashlib.sha256(content or f"{name}{now.isoformat()}".encode()).hexdigest()
    scan, is_new = Scan.objects.get_or_create(
        unit=unit, sha256=digest, defaults={"name": name[:200], "received_at": now}
    )
    if is_new:
        kept = keep_unread(content, name=name, now=now) if content else None
        ScanPart.objects.create(scan=scan, file=kept, reason=reason)


def _parted(content: bytes) -> tuple[list[Segment], str]:
    """Part a scan; give no segments and why not where that cannot be done."""
    if len(content) > MOST_BYTES:
        return [], "too-large"
    try:
        return split_scan(content), ""
    except ParsingFailed as refusal:
        return [], _WHY.get(str(refusal.details.get("reason")), "unreadable")


@transaction.atomic
def file_part(
    *, actor: Actor, part_id: UUID, filing_id: UUID, paper_code: str, now: datetime
) -> None:
    """Put what lies in the tray to a paper of what is being filed, by hand.

    Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`, `DossierNotFound`, `FileLimit`.
    """
    part, filing = _locked_part(actor, part_id), lock_filing(actor, filing_id)
    if part.file is None:
        raise CounterNotFound
    attach_scanned(draft=filing.draft, paper_code=paper_code, file=part.file, now=now)
    _settle(part, filing, actor=actor, now=now)


@transaction.atomic
def drop_part(*, actor: Actor, part_id: UUID, now: datetime) -> None:
    """Take something out of the tray without a paper; its file stays. Raises `CounterNotFound`."""
    part = _locked_part(actor, part_id)
    part.settled_at, part.settled_by_id = now, actor.official_id
    part.save(update_fields=["settled_at", "settled_by"])
    _record("drop_scan", part, actor=actor, now=now)


@transaction.atomic
def bring_part_back(*, actor: Actor, part_id: UUID, now: datetime) -> None:
    """Lay what was thrown out lately into the tray again; a second call does nothing.

    Raises `CounterNotFound`.
    """
    found = next((one for one in dropped_of(actor, now) if one.public_id == part_id), None)
    if found is None:
        raise CounterNotFound
    part = ScanPart.objects.select_for_update().get(pk=found.pk)
    if part.settled_at is not None and part.reason:
        part.settled_at = part.settled_by_id = None
        part.save(update_fields=["settled_at", "settled_by"])
        _record("bring_scan_back", part, actor=actor, now=now)


def join_pages(
    *,
    actor: Actor,
    filing_id: UUID,
    paper_code: str,
    pages: Sequence[tuple[int, int, int]],
    now: datetime,
) -> None:
    """Put the files of a paper into one PDF: pages in this order, turned, others left out.

    `pages` lists (file, page, quarter turns). Raises as `file_part`, and `ParsingFailed`.
    """
    with transaction.atomic():
        filing = lock_filing(actor, filing_id)
        uploads = [row for row in uploads_of(filing.draft) if row.paper_code == paper_code]
        made = arranged([content_of(row.file) for row in uploads], pages)
        delete_uploads(filing.draft.uploads.filter(paper_code=paper_code))
        kept = _stored(made, f"{paper_code}.pdf", now)
        attach_scanned(draft=filing.draft, paper_code=paper_code, file=kept, now=now)


def _locked_part(actor: Actor, part_id: UUID) -> ScanPart:
    """Lock what lies in one's tray, so that of two who reach for it one has it."""
    seen = part_for(actor, part_id)
    rows = ScanPart.objects.select_for_update(of=("self",)).select_related("scan", "file")
    part = rows.filter(pk=seen.pk, settled_at=None).first()
    if part is None:
        raise CounterNotFound
    return part


def _put(scan: Scan, segment: Segment, *, actor: Actor, now: datetime) -> None:
    kept = _stored(segment.pdf, scan.name, now)
    part = ScanPart.objects.create(
        scan=scan, file=kept, pages=segment.pages, reason="no-cover", cover=segment.cover[:40]
    )
    if not segment.cover:
        return
    found = _tied(segment.cover, scan)
    if found is None:
        _say(part, "unknown-cover")
    elif found.filing_id is None:
        _say(part, "unbound-cover")
    else:
        put_to_paper(part, found.filing_id, found.paper_code, actor=actor, now=now)


def put_to_paper(
    part: ScanPart, filing_id: int, paper_code: str, *, actor: Actor, now: datetime
) -> None:
    """Put what came behind a cover sheet to the paper it names; where that fails say why."""
    filing = CounterFiling.objects.select_for_update().filter(pk=filing_id).first()
    if filing is None or filing.dossier_id is not None or part.file is None:
        _say(part, "unknown-cover")
        return
    try:
        with transaction.atomic():
            attach_scanned(draft=filing.draft, paper_code=paper_code, file=part.file, now=now)
    except FileLimit:
        _say(part, "full")
    except DossierNotFound:
        _say(part, "unknown-cover")
    else:
        _settle(part, filing, actor=actor, now=now)


def _tied(text: str, scan: Scan) -> CoverSheet | SpareCover | None:
    """Give the cover sheet of a text: one printed for a paper, or one printed in advance."""
    try:
        public_id = UUID(text)
    except ValueError:
        return None
    printed = CoverSheet.objects.filter(public_id=public_id, filing__counter__unit=scan.unit_id)
    spare = SpareCover.objects.filter(public_id=public_id, unit=scan.unit_id)
    return printed.first() or spare.first()


def _say(part: ScanPart, reason: str) -> None:
    part.reason = reason
    part.save(update_fields=["reason"])


def _settle(part: ScanPart, filing: CounterFiling, *, actor: Actor, now: datetime) -> None:
    part.settled_at, part.settled_by_id, part.reason = now, actor.official_id, ""
    part.save(update_fields=["settled_at", "settled_by", "reason"])
    counter = filing.counter
    record("file_scan", counter, actor=actor, now=now, filing=str(filing.public_id))


def _record(act: str, part: ScanPart, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"counters.{act}",
        subject=("unit", str(part.scan.unit.public_id)),
        agency_id=part.scan.unit.agency_id,
        now=now,
        data={"part": str(part.public_id)},
    )


def _stored(content: bytes, name: str, now: datetime) -> StoredFile:
    return store(
        io.BytesIO(content), name=name, now=now, limit_bytes=MOST_BYTES, accept=frozenset({_PDF})
    )
