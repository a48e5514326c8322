"""Counters at work: kinds of service, tickets, shifts, people filed for, originals, kiosks."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from motcua.counters.enums import BookingState, Compared, TicketState
from motcua.kernel.sealed import SealedJSONField, SealedTextField

if TYPE_CHECKING:
    from datetime import time


class ServiceKind(models.Model):
    """A kind of service that a unit gives tickets for; its letters begin each number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+")
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    minutes = models.PositiveSmallIntegerField(help_text="how long one visitor usually takes")
    is_open = models.BooleanField(default=True)
    last_at = models.TimeField(null=True, help_text="no number is given after this each day")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "prefix"], name="kind_prefix_once_a_unit")
        ]

    def __str__(self) -> str:
        return self.name

    def gives_at(self, moment: time) -> bool:
        """Say whether numbers are given at an hour of the day."""
        return self.is_open and (self.last_at is None or moment <= self.last_at)

    def name_in(self, language: str) -> str:
        """Give the name in a language."""
        return self.name_en if language == "en" and self.name_en else self.name


class TicketNumbering(models.Model):
    """The last number a kind of service gave on a day."""

    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day"], name="ticket_numbering_once_a_day")
        ]


class Ticket(models.Model):
    """A place in the queue of a unit's one-door office; it names nobody."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="tickets")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    number = models.PositiveIntegerField()
    priority = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=TicketState, default=TicketState.WAITING)
    issued_at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True, help_text="of the press that asked for it")
    counter = models.ForeignKey("agencies.Counter", models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    booked_for = models.DateTimeField(null=True, help_text="its turn comes then, before others'")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "day", "number"], name="ticket_number_once")
        ]
        indexes = [models.Index(fields=["unit", "day", "state"], name="ticket_of_a_day")]

    def __str__(self) -> str:
        return f"{self.kind.prefix}{self.number:03d}"


class BookingPlan(models.Model):
    """How many people may book each time of a kind of service, from a day until the next plan.

    None may where `places` is 0. Times are within the agency's working hours, `minutes` apart.
    """

    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="booking_plans")
    valid_from = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField(help_text="people who may book the same time")
    made_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="booking_plan_once_a_day")
        ]


class Booking(models.Model):
    """A time at a one-door office that somebody booked for a procedure; `code` is typed there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=8, unique=True)
    kind = models.ForeignKey(ServiceKind, models.PROTECT, related_name="bookings", db_index=False)
    account = models.ForeignKey(
        "identity.Account", models.PROTECT, related_name="+", db_index=False
    )
    offering = models.ForeignKey("procedures.Offering", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=BookingState, default=BookingState.BOOKED)
    key = models.CharField(max_length=80, unique=True, help_text="of the press that asked for it")
    booked_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=0, help_text="times it was moved")
    reason = models.CharField(max_length=300, blank=True, help_text="why the office cancelled it")
    reminded_at = models.DateTimeField(null=True)
    ticket = models.OneToOneField(Ticket, models.SET_NULL, null=True, related_name="booking")

    class Meta:
        constraints = [
            # Whatever the kinds of service: nobody is at two counters at once.
            ExclusionConstraint(
                name="one_booking_at_a_time",
                expressions=[
                    (F("account"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state=BookingState.BOOKED),
            )
        ]
        indexes = [
            models.Index(fields=["kind", "starts_at"], name="booking_of_a_time"),
            models.Index(fields=["account", "starts_at"], name="booking_of_an_account"),
            models.Index(
                fields=["starts_at"],
                condition=Q(state=BookingState.BOOKED),
                name="booking_to_come",
            ),
        ]


class Shift(models.Model):
    """An official sits at a counter until he closes or leaves it."""

    counter = models.ForeignKey("agencies.Counter", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    is_locked = models.BooleanField(default=False, help_text="who sat here left; another may come")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter"], condition=Q(closed_at=None), name="one_shift_a_counter"
            ),
            models.UniqueConstraint(
                fields=["official"], condition=Q(closed_at=None), name="one_shift_an_official"
            ),
        ]


class CounterFiling(models.Model):
    """Somebody is being filed for at a counter; the draft stays there when the clerk changes.

    `who` is what his card or he himself said, never a proof: full_name, number, birth_date, sex,
    address, phone, email.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    counter = models.ForeignKey("agencies.Counter", models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="+")
    draft = models.OneToOneField("dossiers.Draft", models.CASCADE, related_name="+")
    who = SealedJSONField(context="counterfiling.who")
    # Who files for him: as `who`, and how they are related; his paper of authority beside it.
    helper = SealedJSONField(context="counterfiling.helper", null=True)
    authority = models.ForeignKey(
        "kernel.StoredFile", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    started_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["counter"], condition=Q(dossier=None), name="filing_begun_at_counter"
            )
        ]


class Comparison(models.Model):
    """An official held a file against its original, or took the original itself."""

    file = models.OneToOneField("kernel.StoredFile", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Compared)
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Kiosk(models.Model):
    """A device that people serve themselves with; a one-time code switches it on."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    code_digest = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)
    made_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["code_digest"], condition=Q(ended_at=None), name="kiosk_by_code")
        ]


class CoverSheet(models.Model):
    """A sheet with a QR that says for which paper of which filing the pages behind it are."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    filing = models.ForeignKey(CounterFiling, models.CASCADE, related_name="covers")
    paper_code = models.CharField(max_length=60)
    printed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "paper_code"], name="one_cover_a_paper")
        ]


class Scan(models.Model):
    """A file that a scanner sent; the same content again is the same scan."""

    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = SealedTextField(context="scan.name", help_text="for display only")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "sha256"], name="scan_once_a_unit")]


class ScanPart(models.Model):
    """Pages of a scan: put to their paper, or in the tray until somebody does (`settled_at`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scan = models.ForeignKey(Scan, models.PROTECT, related_name="parts")
    # Gone with the upload that it became, where that was thrown away.
    file = models.ForeignKey("kernel.StoredFile", models.SET_NULL, null=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=24, blank=True, help_text="why it lies in the tray")
    # Of the cover sheet before it, so that it goes on as soon as that sheet is tied to a paper.
    cover = models.CharField(max_length=40, blank=True, default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["scan"], condition=Q(settled_at=None), name="scan_part_in_tray")
        ]


class SpareCover(models.Model):
    """A cover sheet printed in advance; a clerk ties it to a paper of what he files.

    It counts from 1 in each unit, so that its number can be typed where no reader is at hand.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    filing = models.ForeignKey(CounterFiling, models.CASCADE, null=True, related_name="+")
    paper_code = models.CharField(max_length=60, blank=True)
    bound_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="spare_cover_number_once")
        ]

    def __str__(self) -> str:
        return f"TB-{self.number:04d}"


class ScanSender(models.Model):
    """An address from which scans may come to a counter by e-mail; one address is one counter's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    counter = models.ForeignKey("agencies.Counter", models.PROTECT, related_name="+")
    address = models.EmailField(help_text="of a scanner or an office, in small letters")
    added_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(ended_at=None), name="scan_sender_of_one_counter"
            )
        ]


class ScanMail(models.Model):
    """A message of the mailbox for scans, known by its Message-ID; taken in once.

    `counter` is that of its sender; None while the sender may not send, and the message waits
    aside in the mailbox.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    sender = SealedTextField(context="scanmail.sender")
    counter = models.ForeignKey("agencies.Counter", models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(counter=None), name="scan_mail_of_stranger"
            )
        ]
