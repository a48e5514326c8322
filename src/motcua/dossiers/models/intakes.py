"""Receipt irrespective of boundary: the office of another agency that took a dossier in."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models.dossiers import Dossier


class Intake(models.Model):
    """A dossier was taken in at an office of another agency than the one that settles it.

    Code and slip are that office's; clock and work are the settling agency's.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="intake", primary_key=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-taken_at"], name="intake_of_agency")]
