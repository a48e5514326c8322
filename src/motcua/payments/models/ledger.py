"""The double-entry ledger, which is the truth, and the days that were closed over it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.kernel.append_only import AppendOnlyModel
from motcua.payments.enums import AccountKind


class LedgerAccount(models.Model):
    """An account: money at a provider, income of an agency, or money not yet clear.

    Income is kept apart by agency, procedure, channel of filing and provider; money at a provider
    and money not clear by provider alone, since it comes before anybody knows what it is for; cash
    by agency, that in a drawer also by `place`, the drawer's number.
    """

    kind = models.CharField(max_length=10, choices=AccountKind)
    provider = models.CharField(max_length=20, blank=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    procedure = models.CharField(max_length=30, blank=True, default="", db_default="")
    channel = models.CharField(max_length=8, blank=True, default="", db_default="")
    place = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "provider", "agency", "procedure", "channel", "place"],
                name="ledger_account_once",
                nulls_distinct=False,
            )
        ]


class LedgerTransaction(AppendOnlyModel):
    """A booking; its entries sum to zero, which the database checks at commit."""

    key = models.CharField(max_length=120, unique=True)
    booked_at = models.DateTimeField()
    description = models.CharField(max_length=200)
    order = models.ForeignKey("payments.Order", models.PROTECT, null=True, related_name="bookings")

    class Meta:
        indexes = [models.Index(fields=["booked_at"], name="booking_of_time")]


class LedgerEntry(AppendOnlyModel):
    """One side of a booking, in đồng: positive is debit, negative is credit."""

    transaction = models.ForeignKey(LedgerTransaction, models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="entries")
    amount = models.BigIntegerField(help_text="đồng")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something")]


class DayClosing(AppendOnlyModel):
    """An agency's day of takings, counted once it is over; what was counted then stays.

    `lines` are its income by procedure, channel and provider; `taken` and `returned` their sums.
    `twice` went back by a refund and was taken back as well, as it became known that day.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    day = models.DateField()
    bookings = models.PositiveIntegerField()
    taken = models.PositiveBigIntegerField(help_text="đồng")
    returned = models.PositiveBigIntegerField(help_text="đồng")
    twice = models.PositiveBigIntegerField(default=0, db_default=0, help_text="đồng")
    lines = models.JSONField(help_text="[{procedure, channel, provider, taken, returned}]")
    unchecked = models.JSONField(
        default=list, db_default=[], help_text="providers of whom no statement was read"
    )
    closed_by = models.BigIntegerField(null=True, help_text="official")
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="day_closed_once")]
