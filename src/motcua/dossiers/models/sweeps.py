"""What sweeps did: who was reminded of what, and how far each agency's turn has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reminded(models.Model):
    """A reminder about a dossier was given, once for each kind and clock.

    `clock` is what was counted to or from: the promised time, the beginning of the limit, or when
    the result was there. Where that changes, the reminder may be given anew.
    """

    pk = models.CompositePrimaryKey("dossier_id", "kind", "clock")
    # Written by the hundred thousand: the database need not look up each dossier again.
    dossier_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    clock = models.DateTimeField()
    at = models.DateTimeField()


class SweepTurn(models.Model):
    """How far the sweep of an agency's clocks has come: a killed one goes on from there."""

    agency = models.OneToOneField("agencies.Agency", models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    after_due = models.DateTimeField()
    after_id = models.BigIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency"], condition=Q(done_at=None), name="sweep_turn_open")
        ]


class GistTurn(models.Model):
    """How far the giving of gists to older dossiers has come: those from `below` on were looked at.

    There is one row.
    """

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    begun_at = models.DateTimeField()
    below = models.BigIntegerField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(number=1), name="gist_turn_is_one")]
