"""Who pays for a dossier, for the receipts room that asks."""

from __future__ import annotations

from motcua.dossiers.models import Dossier
from motcua.receipts.base import Payer


def payer_of(dossier_id: int) -> Payer | None:
    """Give the applicant of a dossier, in whose name its receipts are; None where there is none.

    Where an organisation files, it is the one, with its tax code; whoever paid by a link is not.
    """
    names = ("applicant_name", "organisation__name", "organisation__tax_code")
    found = Dossier.objects.filter(pk=dossier_id).values_list(*names).first()
    if found is None:
        return None
    applicant, organisation, tax_code = found
    return Payer(organisation, tax_code) if organisation else Payer(applicant)
