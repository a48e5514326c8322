"""A unit signs for what the one door handed to it. Rows are only added."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models.history import StepRun
from motcua.kernel.append_only import AppendOnlyModel


class TakingOver(AppendOnlyModel):
    """An official of the taking unit has dossier and papers, once for each step handed over.

    `remark` is what was not as it should be; empty where everything was there. Source: Decree
    61/2018, Article 18.
    """

    run = models.OneToOneField(StepRun, models.PROTECT, related_name="taking_over")
    at = models.DateTimeField(db_index=True)
    official = models.ForeignKey(
        "agencies.Official", models.PROTECT, related_name="+", db_index=False
    )
    remark = models.TextField(blank=True)
