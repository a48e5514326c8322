"""Series and their counters, what is owed a receipt, receipts, and what is asked to change."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.ids import time_ordered_id
from motcua.receipts.enums import CorrectionState, Dialect, Kind


class Series(models.Model):
    """A row of numbers that an agency's receipts take from a day on, and who collects under it.

    `letters` are what the collector chose of the receipt's symbol; the rule of the day adds the
    year. The same letters are never used twice under one tax code and form.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    form_symbol = models.CharField(max_length=12)
    letters = models.CharField(max_length=4)
    collector_name = models.CharField(max_length=200)
    collector_tax_code = models.CharField(max_length=14)
    dialect = models.CharField(max_length=8, choices=Dialect, default=Dialect.NORTHERN)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="first day it no longer holds")
    opened_by = models.BigIntegerField(null=True, help_text="official")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collector_tax_code", "form_symbol", "letters"], name="series_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="series_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["agency", "valid_from"], name="series_of_agency")]


class Counter(models.Model):
    """The last number of a series in a year; its row is the lock under which numbers are taken."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField(help_text="0 where numbers never restart")
    last = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="receipt_counter_once")
        ]


class Receipt(AppendOnlyModel):
    """A numbered receipt, as it was issued; what changes it is another receipt that follows it.

    `amount` is what it says was paid, `effect` how it changes what the one before it said (for a
    first receipt the same), so that effects add up to what was collected. Collector, payer, symbols
    and lines are those of the day it was issued.
    """

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    order = models.ForeignKey("payments.Order", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="follower")
    rule = models.CharField(max_length=20)
    form_symbol = models.CharField(max_length=12)
    symbol = models.CharField(max_length=12)
    collector_name = models.CharField(max_length=200)
    collector_tax_code = models.CharField(max_length=14)
    payer_name = models.CharField(max_length=200, blank=True)
    payer_tax_code = models.CharField(max_length=14, blank=True, default="", db_default="")
    payer_folded = models.CharField(max_length=200, blank=True, help_text="for searching")
    lines = models.JSONField(help_text="[{code, name, amount}]")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    effect = models.BigIntegerField(help_text="đồng")
    in_words = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    paid_at = models.DateTimeField()
    paid_by = models.CharField(max_length=40, help_text="providers, joined by +")
    issued_at = models.DateTimeField()
    issued_on = models.DateField(help_text="civil day of issued_at")
    verification_id = models.CharField(max_length=26, unique=True)
    asked_by = models.BigIntegerField(null=True, help_text="official")
    decided_by = models.BigIntegerField(null=True, help_text="official")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number"], name="receipt_number_once"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind=Kind.ORIGINAL),
                name="one_first_receipt_for_an_order",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ORIGINAL, follows=None)
                | (~Q(kind=Kind.ORIGINAL) & Q(follows__isnull=False) & ~Q(reason="")),
                name="receipt_that_follows_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.CANCELLATION) | Q(amount=0),
                name="cancelled_receipt_is_of_nothing",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="receipt_has_a_number"),
        ]
        indexes = [
            models.Index(fields=["agency", "issued_on", "id"], name="receipt_of_day"),
            models.Index(fields=["agency", "number"], name="receipt_by_number"),
            models.Index(
                fields=["agency", "issued_on", "id"],
                condition=~Q(kind=Kind.ORIGINAL),
                name="receipt_that_follows",
            ),
            GinIndex(
                fields=["payer_folded"], opclasses=["gin_trgm_ops"], name="receipt_payer_trigram"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.number}"


class Due(models.Model):
    """A paid order, and the last of its receipts; none yet while `latest` is empty.

    Its row is the lock under which receipts of an order follow each other.
    """

    order = models.OneToOneField("payments.Order", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    paid_at = models.DateTimeField()
    latest = models.OneToOneField(Receipt, models.PROTECT, null=True, related_name="+")
    is_behind = models.BooleanField(
        default=False, db_default=False, help_text="money moved since the last receipt"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["agency"], condition=Q(is_behind=True), name="receipt_due_is_behind"
            ),
            models.Index(
                fields=["agency", "paid_at"], condition=Q(latest=None), name="receipt_still_due"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="receipt_due_of_subject"),
            models.Index(fields=["paid_at"], name="receipt_due_by_payment"),
        ]


class Papers(models.Model):
    """The signed files of a receipt; not written yet while `written_at` is empty."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, primary_key=True, related_name="papers")
    xml = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["receipt"], condition=Q(written_at=None), name="receipt_not_written"
            )
        ]


class Correction(models.Model):
    """What an accountant asks for a receipt: to replace it, or to cancel it; another agrees."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    of = models.ForeignKey(Receipt, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=12, choices=Kind)
    payer_name = models.CharField(max_length=200, blank=True)
    payer_tax_code = models.CharField(max_length=14, blank=True, default="", db_default="")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=CorrectionState, default=CorrectionState.ASKED)
    asked_by = models.BigIntegerField(help_text="official")
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True, help_text="official")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(state=CorrectionState.ASKED),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.REPLACEMENT, Kind.CANCELLATION]),
                name="correction_replaces_or_cancels",
            ),
        ]
