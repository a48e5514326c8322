"""Who filed for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.models import Helping
from motcua.dossiers.queries.kept import kept

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier, Draft
    from motcua.kernel.actors import Actor


def helper_of(dossier: Dossier) -> str:
    """Give the name of whoever filed a dossier for its applicant; empty where he did himself."""
    rows = kept(Helping, dossier.pk, "mandate__helper")
    return rows[0].mandate.helper.full_name if rows else ""


def owner_of(draft: Draft) -> str:
    """Give in whose name a draft is written; empty where it is one's own."""
    rows = Helping.objects.filter(draft=draft)
    return rows.values_list("mandate__owner__full_name", flat=True).first() or ""


def filed_for(actor: Actor) -> list[Dossier]:
    """Give the dossiers that others filed for somebody, the latest first."""
    rows = Helping.objects.filter(
        mandate__owner=actor.person_id or -1, dossier__isnull=False
    ).select_related("dossier__agency", "mandate__helper")
    return [row.dossier for row in rows.order_by("-dossier__submitted_at") if row.dossier]
