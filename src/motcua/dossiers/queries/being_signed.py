"""How far the signing of what was approved has come: results and documents, whichever one sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.models import Document, Result
from motcua.dossiers.queries.scopes import visible_to

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Signing:
    """Something that was approved, and whether the node has signed it."""

    dossier: Dossier
    title: str
    is_signed: bool


def signing_of(
    actor: Actor, dossier_ids: Collection[UUID], document_ids: Collection[UUID]
) -> tuple[Signing, ...]:
    """Give the approved results of some dossiers, and some approved documents, that one may see."""
    seen = visible_to(actor)
    results = Result.objects.filter(
        dossier__in=seen.filter(public_id__in=dossier_ids), approved_at__isnull=False
    )
    documents = Document.objects.filter(
        dossier__in=seen, public_id__in=document_ids, approved_at__isnull=False
    )
    rows = [
        *(
            Signing(row.dossier, _("Kết quả"), row.signed_at is not None)
            for row in results.select_related("dossier")
        ),
        *(
            Signing(row.dossier, row.title, row.signed_at is not None)
            for row in documents.select_related("dossier")
        ),
    ]
    return tuple(sorted(rows, key=lambda row: (row.dossier.code, row.title)))
