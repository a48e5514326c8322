"""Who pays for dossiers, for the receipts room that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.models import Dossier
from motcua.receipts.base import Payer

if TYPE_CHECKING:
    from collections.abc import Sequence


def payers_of(dossier_ids: Sequence[int]) -> dict[int, Payer]:
    """Give the applicant of each dossier, in whose name its receipts are; others are left out.

    Where an organisation files, it is the one, with its tax code; whoever paid by a link is not.
    """
    names = ("pk", "applicant_name", "organisation__name", "organisation__tax_code")
    rows = Dossier.objects.filter(pk__in=dossier_ids).values_list(*names)
    return {
        number: Payer(organisation, tax_code) if organisation else Payer(applicant)
        for number, applicant, organisation, tax_code in rows
    }
