"""The marks an official made on a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.models import PaperMark

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: its page, where on it in thousandths, and its words."""

    public_id: UUID
    page: int
    left: int
    top: int
    width: int
    height: int
    text: str

    @property
    def box(self) -> list[int]:
        """Page and rectangle as a script reads them."""
        return [self.page, self.left, self.top, self.width, self.height]


def marks_on(actor: Actor, paper_id: UUID) -> tuple[Mark, ...]:
    """Give an official's own marks on a paper, page by page."""
    rows = PaperMark.objects.filter(official_id=actor.official_id or -1, paper_id=paper_id)
    names = ("public_id", "page", "left", "top", "width", "height", "text")
    return tuple(Mark(**row) for row in rows.values(*names))
