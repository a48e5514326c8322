"""What a dossier is called in a system that is not connected."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models.dossiers import Dossier


class OutsideNumber(models.Model):
    """The number an official was given when he typed the dossier in elsewhere.

    Entered once; what was entered wrong is put right with a reason, which the audit log keeps.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="outside_numbers")
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "system"], name="outside_number_once"),
            models.UniqueConstraint(fields=["system", "number"], name="outside_number_of_one"),
        ]
