"""Acts that two people do: which ones, from when to when, and who asked and who agreed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.enums import Sensitive
from motcua.dossiers.models.dossiers import Dossier
from motcua.kernel.sealed import SealedJSONField


class TwoPersonRule(models.Model):
    """An agency has an act done by two people, from a day to another, by some document.

    Two people end it: one asks, another agrees.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    act = models.CharField(max_length=16, choices=Sensitive)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    citation = models.CharField(max_length=200)
    set_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    end_asked_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    end_asked_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="two_person_rule_has_days",
            ),
            models.CheckConstraint(
                condition=~Q(ended_by=F("end_asked_by")), name="two_end_a_two_person_rule"
            ),
        ]


class Proposal(models.Model):
    """Somebody asked for an act that a second person has to agree to; `values` is what he wrote."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="proposals")
    act = models.CharField(max_length=16, choices=Sensitive)
    values = SealedJSONField(context="proposal.values")
    asked_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "act"],
                condition=Q(decided_at=None),
                name="proposed_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(is_agreed=True, decided_by=F("asked_by")), name="nobody_is_both"
            ),
        ]
