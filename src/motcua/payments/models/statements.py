"""Statements of the accounts where money lies, and what in them and in the ledger differs."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from motcua.kernel.sealed import SealedTextField
from motcua.payments.enums import (
    DifferenceKind,
    DifferenceState,
    FileState,
    LineKind,
    LineState,
    StatementForm,
)

if TYPE_CHECKING:
    from datetime import date


class StatementAccount(models.Model):
    """An account in which a provider's money lies, and how its statements are read.

    A provider may have several, each used from `valid_from` until the day before `valid_to`; one
    without the first counts since its statements were first read. All of them are compared with the
    provider's bookings together. `columns` says under which headings a CSV file has what;
    `carry_days` how many days a booking may wait for its line. Days before `since` were never
    compared; before `open_since` nothing is left open. Locked by whoever compares.
    """

    provider = models.CharField(max_length=20)
    bank = models.CharField(max_length=6, blank=True)
    number = models.CharField(max_length=34)
    name = models.CharField(max_length=140, blank=True)
    columns = models.JSONField(default=dict)
    carry_days = models.PositiveSmallIntegerField(default=1)
    since = models.DateField(null=True)
    open_since = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="statement_account_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="statement_account_is_used_for_days",
            ),
        ]

    def is_used_on(self, day: date) -> bool:
        """Say whether money of the provider may come to it on a day."""
        first = self.valid_from or self.since
        has_begun = first is not None and first <= day
        return has_begun and (self.valid_to is None or day < self.valid_to)


class StatementFile(models.Model):
    """A statement as it came, read by a job; `problem` says what in a refused one is wrong."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(StatementAccount, models.PROTECT, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    form = models.CharField(max_length=10, choices=StatementForm)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    problem = models.JSONField(default=dict, help_text="{why, line, place}")
    lines_read = models.PositiveIntegerField(default=0)
    lines_new = models.PositiveIntegerField(default=0)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    brought_by = models.BigIntegerField(null=True, help_text="official; null: fetched")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "sha256"], name="statement_file_once")
        ]


class AccountDay(models.Model):
    """A civil day of an account that a statement told of; balances in đồng where it said them."""

    account = models.ForeignKey(StatementAccount, models.PROTECT, related_name="days")
    day = models.DateField()
    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="days")
    opening = models.BigIntegerField(null=True, help_text="đồng")
    closing = models.BigIntegerField(null=True, help_text="đồng")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day"], name="account_day_once")]


class StatementLine(models.Model):
    """A line of a statement: positive is money that came. The same line is kept once.

    `booking` is the ledger's, once one fits it. Not append-only: its content is sealed anew under
    a new key.
    """

    account = models.ForeignKey(StatementAccount, models.PROTECT, related_name="lines")
    file = models.ForeignKey(StatementFile, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField(help_text="line of the file")
    identity = models.CharField(max_length=64)
    day = models.DateField()
    at = models.DateTimeField(null=True)
    transaction = models.CharField(max_length=80, blank=True, help_text="the provider's own")
    reference = models.CharField(max_length=140, blank=True)
    original = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField(help_text="đồng")
    kind = models.CharField(max_length=10, choices=LineKind)
    content = SealedTextField(context="statementline.content")
    state = models.CharField(max_length=10, choices=LineState, default=LineState.OPEN)
    booking = models.ForeignKey(
        "payments.LedgerTransaction", models.PROTECT, null=True, related_name="statement_lines"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "identity"], name="statement_line_once"),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(state=LineState.MATCHED),
                name="booking_fits_one_line",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="line_moves_something"),
        ]
        indexes = [
            models.Index(fields=["account", "day", "id"], name="line_of_day"),
            models.Index(
                fields=["account", "id"], condition=Q(state=LineState.OPEN), name="line_open"
            ),
        ]


class Difference(models.Model):
    """What a statement and the ledger do not say alike, until it resolves or two people settle it.

    `amount` is the statement's đồng less the ledger's. `day` is the day that it keeps open.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(StatementAccount, models.PROTECT, related_name="differences")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=DifferenceKind)
    line = models.ForeignKey(StatementLine, models.PROTECT, null=True, related_name="differences")
    booking = models.ForeignKey(
        "payments.LedgerTransaction", models.PROTECT, null=True, related_name="differences"
    )
    amount = models.BigIntegerField(help_text="đồng")
    state = models.CharField(max_length=10, choices=DifferenceState, default=DifferenceState.OPEN)
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False) | Q(booking__isnull=False),
                name="difference_is_of_something",
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state__in=[DifferenceState.OPEN, DifferenceState.SETTLED]),
                name="line_differs_once",
            ),
            models.UniqueConstraint(
                fields=["booking"],
                condition=Q(state__in=[DifferenceState.OPEN, DifferenceState.SETTLED]),
                name="booking_differs_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["account", "day"],
                condition=Q(state=DifferenceState.OPEN),
                name="difference_open",
            )
        ]
