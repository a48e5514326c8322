"""Who pays for a dossier, for the receipts room that asks."""

from __future__ import annotations

from motcua.dossiers.models import Dossier
from motcua.receipts.base import Payer


def payer_of(dossier_id: int) -> Payer | None:
    """Give the applicant of a dossier, in whose name its receipts are; None where there is none."""
    name = Dossier.objects.filter(pk=dossier_id).values_list("applicant_name", flat=True).first()
    return Payer(name) if name else None
