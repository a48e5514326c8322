"""In whose hands a step was: taken up, assigned, forwarded, brought back. Rows are only added."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.enums import Passed
from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.models.history import StepRun
from motcua.kernel.append_only import AppendOnlyModel


class Passing(AppendOnlyModel):
    """A step went from one official to another; no taker means that it is everybody's again."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="passings", db_index=False)
    run = models.ForeignKey(StepRun, models.PROTECT, related_name="passings", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Passed)
    by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    taker = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    # For whom he did it who stood in for an absent colleague.
    behalf = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["dossier", "at"], name="passing_of_dossier")]
