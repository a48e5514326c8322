"""How papers go and a result is to come, said before filing; filing carries it out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.deliveries.base import Address
from motcua.dossiers.actions.drafting import lock_draft
from motcua.dossiers.actions.helping import submit_own_or_for
from motcua.dossiers.actions.papers_by_post import await_papers
from motcua.dossiers.actions.posting import choose_return
from motcua.dossiers.enums import ErrandKind, ReturnWay
from motcua.dossiers.models import PostedPapers
from motcua.dossiers.models.errands import ReturnWish
from motcua.dossiers.queries.errands import rate_of
from motcua.dossiers.queries.papers_by_post import papers_to_post

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.actions.submitting import Submitted
    from motcua.kernel.actors import Actor


@transaction.atomic
def wish_return(
    *, actor: Actor, draft_id: UUID, way: ReturnWay, address: Address | None, now: datetime
) -> ReturnWish:
    """Say before filing how the result is to come; the last word counts.

    Source: Decree 61/2018, Article 20 (carried into Decree 118/2025). Raises `DossierNotFound`,
    `DraftGone`, `NoRate` where the post does not go.
    """
    draft = lock_draft(actor, draft_id)
    told = address if way == ReturnWay.POST else None
    if told is not None:
        rate_of(draft.offering.agency, ErrandKind.RETURN, told.place, now)
    said = {"way": way, "address": asdict(told) if told else None, "chosen_at": now}
    wish, _made = ReturnWish.objects.update_or_create(draft=draft, defaults=said)
    draft.saved_at = now
    draft.save(update_fields=["saved_at"])
    return wish


def submit_as_wished(*, actor: Actor, draft_id: UUID, now: datetime) -> Submitted:
    """File a draft, one's own or another's; papers and result go as was said; all or nothing.

    Postage is that of the day of filing. Raises as `submit_own_or_for`, and `NoRate` where the post
    goes no more to where it was said to go.
    """
    wish = ReturnWish.objects.filter(draft__public_id=draft_id).first()
    posted = PostedPapers.objects.filter(draft__public_id=draft_id).select_related("draft").first()
    if wish is None and posted is None:
        return submit_own_or_for(actor=actor, draft_id=draft_id, now=now)
    codes = [row.code for row in papers_to_post(posted.draft, now)] if posted else []
    with transaction.atomic():
        filed = submit_own_or_for(actor=actor, draft_id=draft_id, now=now)
        if filed.is_new and posted is not None:
            await_papers(posted, codes, actor=actor, dossier_id=filed.dossier_id, now=now)
        if filed.is_new and wish is not None:
            _carry_out(wish, filed.dossier_id, actor=actor, now=now)
    return filed


def _carry_out(wish: ReturnWish, dossier_id: int, *, actor: Actor, now: datetime) -> None:
    address = Address(**wish.address) if wish.address else None
    way = ReturnWay(wish.way)
    choose_return(actor=actor, dossier_id=dossier_id, way=way, address=address, now=now)
