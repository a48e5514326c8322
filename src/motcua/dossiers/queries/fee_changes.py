"""What fees come to by answers that a supplement changed, beside what was fixed at filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries.fee_debts import refused_proofs
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.signatures import answers_changed_at
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class FeeChange:
    """What was fixed at filing and what the answers come to now, in đồng."""

    filed: int
    now: int

    @property
    def more(self) -> int:
        """What is to be asked for in addition; 0 where it is less."""
        return max(self.now - self.filed, 0)

    @property
    def less(self) -> int:
        """What was fixed too much; 0 where it is more."""
        return max(self.filed - self.now, 0)


def fee_change(dossier: Dossier) -> FeeChange | None:
    """Give what fees come to by the answers of now and the rates of the day of filing.

    None where no supplement changed an answer, or where the sum is what was fixed: what was fixed
    stays, and an official decides what follows.
    """
    if answers_changed_at(dossier) is None:
        return None
    rules = rules_of(dossier)
    lines = rules.fees(
        dossier.channel,
        civil_date(dossier.submitted_at),
        dossier.answers,
        overrides=catalogue.fee_overrides_of(dossier.offering_id),
        papers=rules.every_paper.keys() - refused_proofs(dossier),
    )
    change = FeeChange(
        filed=sum(line["total"] for line in dossier.fee_lines),
        now=sum(line.total for line in lines),
    )
    return None if change.filed == change.now else change
