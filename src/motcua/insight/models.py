"""Tables of roll-ups: how each dossier counts, and the sums by day and by month.

No foreign keys: rows are written by the thousand, and what they refer to is never deleted.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from motcua.insight.enums import ReportFormat, ReportKind, ReportState


class Counted(models.Model):
    """How a dossier counts in the sums now; nothing is counted that does not stand here.

    `unit_id` and `official_id` are 0 for none. `ended_on` is the day of refusal, withdrawal or
    stopping. A row without `received_on` counts nowhere yet.
    """

    dossier_id = models.BigIntegerField(primary_key=True)
    agency_id = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField(default=0)
    official_id = models.BigIntegerField(default=0)
    procedure_code = models.CharField(max_length=30, default="")
    channel = models.CharField(max_length=8, default="")
    received_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    is_late = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency_id", "received_on", "dossier_id"], name="counted_received"
            ),
            models.Index(
                fields=["agency_id", "accepted_on", "dossier_id"],
                condition=Q(accepted_on__isnull=False),
                name="counted_accepted",
            ),
            models.Index(
                fields=["agency_id", "settled_on", "dossier_id"],
                condition=Q(settled_on__isnull=False),
                name="counted_settled",
            ),
            models.Index(
                fields=["agency_id", "ended_on", "dossier_id"],
                condition=Q(ended_on__isnull=False),
                name="counted_ended",
            ),
        ]


class _Sums(models.Model):
    """Sums of what happened; rows of the same key are added up, folded ones stand once a key.

    What happens adds rows and changes none, so that nobody waits for anybody; folding joins them.
    """

    agency_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    received = models.IntegerField()
    accepted = models.IntegerField()
    on_time = models.IntegerField()
    late = models.IntegerField()
    ended = models.IntegerField()
    is_folded = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class DaySum(_Sums):
    """What happened in a unit on a civil day."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "day", "unit_id"],
                condition=Q(is_folded=True),
                name="day_folded_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["agency_id", "day"], condition=Q(is_folded=False), name="day_not_folded"
            )
        ]


class MonthSum(_Sums):
    """What happened in a civil month, by its first day, to one procedure by one channel."""

    month = models.DateField()
    official_id = models.BigIntegerField()
    procedure_code = models.CharField(max_length=30)
    channel = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    *("agency_id", "month", "unit_id"),
                    *("official_id", "procedure_code", "channel"),
                ],
                condition=Q(is_folded=True),
                name="month_folded_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["agency_id", "month"], condition=Q(is_folded=False), name="month_not_folded"
            )
        ]


class Report(models.Model):
    """A register or period report that an official asked for; its file is kept for a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ReportKind)
    format = models.CharField(max_length=4, choices=ReportFormat)
    since = models.DateField()
    until = models.DateField()
    unit = models.UUIDField(null=True, help_text="public id of the only unit; empty for all")
    procedure = models.CharField(max_length=30, default="", db_default="", blank=True)
    purpose = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=ReportState, default=ReportState.WAITING)
    lines = models.PositiveIntegerField(default=0, help_text="how many there will be")
    done = models.PositiveIntegerField(default=0, help_text="how many are written")
    file = models.ForeignKey("kernel.StoredFile", models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField(null=True, help_text="when the file is thrown away")
    needs_second = models.BooleanField(default=False, db_default=False)
    decided_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["official", "-asked_at"], name="report_of_official")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(needs_second=True, decided_by=F("official")),
                name="report_by_two_people",
            )
        ]

    @property
    def waits_for_second(self) -> bool:
        """Say whether somebody else has to agree before it is written."""
        return self.needs_second and self.decided_at is None
