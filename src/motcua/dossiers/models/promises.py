"""What was promised anew with an apology, and what was handed over late."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models.dossiers import Dossier


class Reappointment(models.Model):
    """An apology with a new date, once a dossier; `is_late` where it came after its own time.

    Source: Decree 61/2018, Article 19.9.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="reappointment")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_late = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("first_due_at")), name="promised_anew_for_later"
            )
        ]


class LateHandOver(models.Model):
    """A dossier that was handed to the unit that settles it later than it should have been.

    It counts as late by itself, though the result be in time. Source: Decree 61/2018, Article 18.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="late_hand_over")
    due_at = models.DateTimeField()
    handed_at = models.DateTimeField(db_index=True)
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(handed_at__gt=F("due_at")), name="handed_over_late")
        ]
