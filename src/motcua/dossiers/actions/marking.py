"""Marks that an official makes on a paper for himself; the file stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.actions.reading import open_paper
from motcua.dossiers.errors import MarkMisplaced, MarkNotFound
from motcua.dossiers.models import PaperMark

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

WHOLE = 1000
MOST = 200
"""Marks of one official on one paper."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, from its upper left corner, in thousandths of the upright page."""

    page: int
    left: int = 0
    top: int = 0
    width: int = WHOLE
    height: int = WHOLE

    @property
    def is_on_page(self) -> bool:
        """Say whether it lies on its page."""
        fits = 0 <= self.left < WHOLE and 0 <= self.top < WHOLE and self.page >= 1
        across = self.width > 0 and self.left + self.width <= WHOLE
        return fits and across and self.height > 0 and self.top + self.height <= WHOLE


@transaction.atomic
def mark_paper(
    *, actor: Actor, dossier: Dossier, paper_id: UUID, box: Box, text: str, now: datetime
) -> PaperMark:
    """Mark a place of a paper, for oneself, with a word.

    Raises `DossierNotFound` for a paper one does not see, `MarkMisplaced` outside its page, or
    where there are too many.
    """
    open_paper(actor=actor, public_id=dossier.public_id, paper_id=paper_id, now=now)
    own = PaperMark.objects.filter(official_id=official_of(actor), paper_id=paper_id)
    if not box.is_on_page or box.page > 10_000 or own.count() >= MOST:
        raise MarkMisplaced
    return PaperMark.objects.create(
        dossier=dossier,
        paper_id=paper_id,
        official_id=official_of(actor),
        page=box.page,
        left=box.left,
        top=box.top,
        width=box.width,
        height=box.height,
        text=text.strip()[:500],
        at=now,
    )


@transaction.atomic
def unmark(*, actor: Actor, mark_id: UUID) -> None:
    """Take one's mark away. Raises `MarkNotFound`."""
    own = PaperMark.objects.filter(official_id=actor.official_id or -1, public_id=mark_id)
    if not own.delete()[0]:
        raise MarkNotFound
