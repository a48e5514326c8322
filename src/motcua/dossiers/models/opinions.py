"""Opinions asked of other agencies, each with a time of its own."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.models.history import StepRun


class OutsideOpinion(models.Model):
    """Another agency is asked for its opinion on a dossier; until `due_at`, or it is done without.

    Officials of that agency see the dossier while they are asked, and nothing else of ours.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="outside_opinions")
    run = models.ForeignKey(StepRun, models.PROTECT, related_name="outside_opinions")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    request = models.TextField()
    asked_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "agency"],
                condition=Q(ended_at=None),
                name="agency_asked_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at"], condition=Q(ended_at=None), name="opinion_waited_for"
            )
        ]
