"""Parcels, what carriers said of them, and the dated tariff."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.deliveries.enums import Contents, Direction, Heard, ParcelState, Reach
from motcua.deliveries.workflow import OPEN
from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.sealed import SealedJSONField


class PostRate(models.Model):
    """What a parcel costs and how long it may take, from a day on, with its source.

    `days` are working days until it is there, `lost_after` working days after those until it counts
    as lost. Of several rows the lightest that still carries the weight counts.
    """

    direction = models.CharField(max_length=8, choices=Direction)
    reach = models.CharField(max_length=8, choices=Reach)
    grams = models.PositiveIntegerField(help_text="at most")
    amount = models.PositiveIntegerField(help_text="đồng")
    days = models.PositiveSmallIntegerField()
    lost_after = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="first day it no longer holds")
    source = models.CharField(max_length=300)
    is_invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "reach", "grams", "valid_from"], name="post_rate_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                name="post_rate_holds_some_time",
            ),
        ]


class Parcel(models.Model):
    """Something carried between an agency and a door, for a subject of a room above.

    `key` names the need (`dossier:12:result:1`), which has one parcel; `reference` is what stands
    on the label and what the carrier knows it by.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    direction = models.CharField(max_length=8, choices=Direction)
    contents = models.CharField(max_length=8, choices=Contents)
    address = SealedJSONField(context="parcel.address")
    rate = models.ForeignKey(PostRate, models.PROTECT, related_name="+")
    grams = models.PositiveIntegerField()
    carrier = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=40, blank=True, help_text="the carrier's own")
    state = models.CharField(max_length=12, choices=ParcelState, default=ParcelState.REQUESTED)
    requested_at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="when the carrier was last asked")
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True, help_text="when it was told to be late")
    ended_at = models.DateTimeField(null=True)
    is_refused = models.BooleanField(default=False, help_text="by the carrier, when asked to carry")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="parcel_of_subject"),
            models.Index(
                fields=["agency", "direction", "state"],
                condition=Q(ended_at=None),
                name="parcel_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Say whether it is still on its way, or waits for that."""
        return self.state in OPEN


class TrackingEvent(AppendOnlyModel):
    """A carrier's word about a parcel, stored before it is answered; the same word is stored once.

    `happened_at` is the carrier's time, `received_at` ours. Holds no personal data: of `place` only
    offices and known places are kept (`actions.offices`). Sealing it would not do: whoever tracks a
    parcel reads it, and rows that are only added to could not follow a new key.
    """

    carrier = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    parcel = models.ForeignKey(Parcel, models.PROTECT, null=True, related_name="events")
    move = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=40)
    place = models.CharField(max_length=120, blank=True)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    heard = models.CharField(max_length=10, choices=Heard)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "event_id"], name="tracking_event_once")
        ]
        indexes = [models.Index(fields=["parcel", "happened_at"], name="tracking_of_parcel")]
