"""Declared outages, and the paper that counters take meanwhile under provisional numbers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from motcua.dossiers.base.provisional import Provisional

if TYPE_CHECKING:
    from datetime import datetime


class OutageQuerySet(models.QuerySet["Outage"]):
    """Outages by whether they hold, when, and where."""

    def declared(self) -> OutageQuerySet:
        """Keep what two people agreed on and nobody called off; `end` is its end, if one is set."""
        kept = self.filter(agreed_at__isnull=False, called_off_at=None)
        return kept.annotate(end=Coalesce("ended_at", "planned_end_at"))

    def lasting_at(self, moment: datetime) -> OutageQuerySet:
        """Keep the declared ones that last at a moment."""
        return self.declared().filter(Q(end=None) | Q(end__gt=moment), started_at__lte=moment)

    def at_agency(self, agency_id: int) -> OutageQuerySet:
        """Keep an agency's, and those of the whole node."""
        return self.filter(Q(agency=agency_id) | Q(whole_node=True))


class Outage(models.Model):
    """An outage that one person asked for and another agreed to; clocks stand still meanwhile.

    `unit_paths` narrows it to some units and those below; empty, it is the whole agency's, or
    `whole_node` every agency's. One that is known beforehand is `announced_at` a moment, ends at
    `planned_end_at` by itself, and may be called off before it begins. `paused_at` and `resumed_at`
    say when every clock had been stopped and set going again.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    unit_paths = ArrayField(models.CharField(max_length=120), default=list)
    reason = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    planned_end_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    whole_node = models.BooleanField(default=False, db_default=False)
    asked_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    end_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    end_noted_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(null=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end_at=None) | Q(planned_end_at__gt=F("started_at")),
                name="outage_planned_to_end_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")),
                name="outage_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")),
                name="outage_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(refused_at=None), name="outage_agreed_or_refused"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ProvisionalNumbering(models.Model):
    """The last provisional number of an agency in a year; numbers have no gaps."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"], name="provisional_numbering_once_a_year"
            )
        ]


class ProvisionalBlock(models.Model):
    """Numbered sheets printed for a counter beforehand, from `first` to `last`.

    `used_to` is the last sheet that the counter gave out, once it has said so; None until then.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+")
    counter = models.ForeignKey("agencies.Counter", models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    used_to = models.PositiveIntegerField(null=True)
    made_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "first"], name="provisional_once"),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="provisional_block_has_sheets"
            ),
        ]


class ProvisionalHandout(models.Model):
    """That sheets of a block had been given out as far as `last`, said at a moment.

    One sheet that lacks is of the outage it was given out in; when the counter said so tells which.
    """

    block = models.ForeignKey(ProvisionalBlock, models.PROTECT, related_name="handouts")
    last = models.PositiveIntegerField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["last"]
        constraints = [
            models.UniqueConstraint(fields=["block", "last"], name="provisional_handed_out_once")
        ]


class ProvisionalEntry(models.Model):
    """What was taken on paper under a provisional number, entered later with its original time.

    A number is entered once: as a dossier, by way of the draft it is typed in, or as a spoiled
    sheet with the reason.
    """

    block = models.ForeignKey(ProvisionalBlock, models.PROTECT, related_name="entries")
    serial = models.PositiveIntegerField()
    outage = models.ForeignKey(Outage, models.PROTECT, null=True, related_name="entries")
    taken_at = models.DateTimeField(null=True)
    draft = models.OneToOneField(
        "dossiers.Draft", models.SET_NULL, null=True, related_name="provisional"
    )
    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="provisional"
    )
    spoiled = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["block", "serial"], name="provisional_entered_once")
        ]

    @property
    def number(self) -> str:
        """The provisional number as it is printed."""
        return str(Provisional(self.block.agency.code, self.block.year, self.serial))


class ProvisionalCorrection(models.Model):
    """That a sheet was called spoiled by mistake: what had been written, who says so, and why.

    The record of the outage tells it for good, whatever became of the sheet.
    """

    entry = models.ForeignKey(ProvisionalEntry, models.PROTECT, related_name="corrections")
    spoiled = models.CharField(max_length=200)
    reason = models.CharField(max_length=200)
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
