"""Papers that come by post: which lie in the envelope, where it goes, whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.queries.letterheads import letterhead
from motcua.dossiers.enums import ErrandKind, State
from motcua.dossiers.models import PostedPapers
from motcua.dossiers.queries.awaiting_papers import papers_lapse_at
from motcua.dossiers.queries.errands import errand_of, parcel_of
from motcua.dossiers.queries.fee_debts import is_fee
from motcua.dossiers.queries.kept import kept
from motcua.dossiers.queries.processes import asked_papers
from motcua.dossiers.queries.uploads import uploads_of
from motcua.dossiers.queries.wording import office_of, papers_of
from motcua.kernel.caching import once_a_reading
from motcua.payments.queries import orders_of
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import offering

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from motcua.deliveries.models import Parcel
    from motcua.dossiers.models import Dossier, Draft
    from motcua.procedures.base.packs import Paper
    from motcua.procedures.base.papers import AskedPaper


@dataclass(frozen=True, slots=True)
class InEnvelope:
    """One paper that lies in the envelope: how many originals and copies, and of which choice."""

    name: str
    originals: int
    copies: int
    one_of: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is sent by post, and to whom.

    Attributes:
        is_fetched: whether the post fetches it; else its sender brings it to the post.
        parcel: what is on its way, where the post fetches it and it is paid for.
        lapses_at: when the dossier ends if nothing comes; None where nothing is waited for.

    """

    dossier: Dossier
    posted: PostedPapers
    office: str
    agency: str
    address: str
    phone: str
    papers: tuple[InEnvelope, ...]
    is_fetched: bool
    parcel: Parcel | None
    lapses_at: datetime | None

    @property
    def is_awaited(self) -> bool:
        """Say whether the office has no papers yet, and still waits for them."""
        return self.posted.arrived_at is None and self.dossier.state == State.FILED


def is_postable(draft: Draft) -> bool:
    """Say whether the papers of what is prepared online may come by post."""
    return draft.supplement_id is None and Channel.POST in offering(draft.offering_id).channels


def posted_in(draft: Draft) -> PostedPapers | None:
    """Give what was said of sending the papers of a draft by post; None where they are files."""
    return PostedPapers.objects.filter(draft=draft).first()


def papers_to_post(draft: Draft, now: datetime) -> tuple[AskedPaper, ...]:
    """Give the papers that are neither files nor left to data: they lie in the envelope.

    Of papers that replace each other all are named. None for what does not come by post.
    """
    if draft.channel != Channel.POST:
        return ()
    asked, given = asked_papers(draft, now), {row.paper_code for row in uploads_of(draft)}
    missing = missing_papers(asked, given, draft.by_data)
    groups = {row.paper.one_of for row in missing} - {None}
    codes = {row.code for row in missing}
    return tuple(row for row in asked if row.code in codes or row.paper.one_of in groups)


@once_a_reading
def posted_of(dossier: Dossier) -> PostedPapers | None:
    """Give the papers of a dossier that come by post; None where it has none."""
    return next(iter(kept(PostedPapers, dossier.pk)), None)


def envelope_of(dossier: Dossier, language: str) -> Envelope | None:
    """Give what its filer sends by post; None where nothing was to come."""
    posted = posted_of(dossier)
    if posted is None:
        return None
    head, known = letterhead(dossier.agency_id), papers_of(dossier)
    errand = errand_of(dossier, ErrandKind.COLLECT)
    return Envelope(
        dossier=dossier,
        posted=posted,
        office=office_of(dossier, language),
        agency=head.name,
        address=head.address,
        phone=head.phone,
        papers=tuple(_lies(known[code], language) for code in posted.codes if code in known),
        is_fetched=errand is not None,
        parcel=parcel_of(errand) if errand else None,
        lapses_at=papers_lapse_at(dossier),
    )


def is_taking(draft: Draft) -> bool:
    """Say whether a draft is what an official keeps while he takes papers in."""
    return bool(taking_among([draft.pk]))


def taking_among(draft_ids: Collection[int]) -> frozenset[int]:
    """Give those of some drafts that officials keep while they take papers in."""
    rows = PostedPapers.objects.filter(taking__in=draft_ids)
    return frozenset(rows.values_list("taking_id", flat=True))


def taken_with(draft: Draft) -> PostedPapers | None:
    """Give what is taken in with an official's draft; None for other drafts."""
    return PostedPapers.objects.select_related("dossier").filter(taking=draft).first()


def waits_for_papers(dossier: Dossier) -> bool:
    """Say whether what its filer sent by post is still to be taken in."""
    posted = posted_of(dossier) if dossier.state == State.FILED else None
    return posted is not None and posted.taken_at is None


def awaits_papers(dossier: Dossier) -> bool:
    """Say whether a dossier cannot be accepted yet: what its filer sent by post is not there."""
    if dossier.channel != Channel.POST:
        return False
    posted = posted_of(dossier)
    return posted is not None and posted.arrived_at is None


def posted_receipt(dossier: Dossier) -> datetime | None:
    """Give when a dossier by post was complete: its papers there, and its fee paid.

    None where they are not there, or what is due was not paid through this system.
    """
    posted = posted_of(dossier)
    if posted is None or posted.arrived_at is None:
        return None
    if not dossier.fee_at_filing:
        return posted.arrived_at
    orders = [one for one in orders_of("dossier", dossier.pk) if is_fee(dossier.pk, one.key)]
    paid = [one.paid_at for one in orders if one.paid_at]
    return max(posted.arrived_at, *paid) if paid else None


def _lies(paper: Paper, language: str) -> InEnvelope:
    return InEnvelope(
        say(paper.name, language), paper.originals, paper.copies, str(paper.one_of or "")
    )
