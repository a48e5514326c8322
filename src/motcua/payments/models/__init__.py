"""Orders, what providers said of them, and what went back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from motcua.kernel.sealed import SealedTextField
from motcua.payments.enums import (
    EventOutcome,
    OrderState,
    RefundState,
    ReversalKind,
)
from motcua.payments.models.ledger import (
    DayClosing,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
)
from motcua.payments.models.proposals import RefundProposal, Settlement
from motcua.payments.models.statements import (
    AccountDay,
    Difference,
    StatementAccount,
    StatementFile,
    StatementLine,
)

if TYPE_CHECKING:
    from datetime import datetime


__all__ = [
    "AccountDay",
    "Attempt",
    "DayClosing",
    "Difference",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Order",
    "PayLink",
    "ProviderEvent",
    "Refund",
    "RefundProposal",
    "Reversal",
    "Settlement",
    "StatementAccount",
    "StatementFile",
    "StatementLine",
]


class Order(models.Model):
    """Something to be paid: lines in đồng, until a moment, for a subject of a room above.

    `reference` is what the payer writes as transfer content and what providers know it by. `key`
    names the debt (`dossier:12:at-filing`), which has one order at a time: once that has expired or
    its money was taken back, another may follow it. `procedure` and `channel` say for what and how
    filed, as the ledger keeps income apart. From `over_at` on nobody owes the debt any more,
    whatever comes or is taken back of it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=80)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    procedure = models.CharField(
        max_length=30, blank=True, default="", db_default="", help_text="its code"
    )
    channel = models.CharField(max_length=8, blank=True, default="", db_default="")
    description = models.CharField(max_length=200)
    lines = models.JSONField(help_text="[{code, name: {vi, en}, amount}]")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    received = models.PositiveBigIntegerField(default=0, help_text="đồng")
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.OPEN)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    paid_by = models.CharField(max_length=20, blank=True, help_text="provider")
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_has_an_amount"),
            models.CheckConstraint(
                condition=~Q(state=OrderState.PAID) | Q(paid_at__isnull=False),
                name="paid_order_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(state__in=[OrderState.EXPIRED, OrderState.REVERSED]),
                name="one_order_at_a_time_for_a_debt",
            ),
        ]
        indexes = [
            models.Index(fields=["key", "id"], name="order_of_debt"),
            models.Index(fields=["subject_kind", "subject_id"], name="order_of_subject"),
            models.Index(
                fields=["expires_at"], condition=Q(state=OrderState.OPEN), name="order_open"
            ),
            models.Index(fields=["agency", "opened_at", "id"], name="order_of_agency"),
            models.Index(fields=["agency", "state", "opened_at", "id"], name="order_of_state"),
            models.Index(fields=["agency", "amount", "opened_at", "id"], name="order_of_amount"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def owed(self) -> int:
        """Give what has not come yet of it, in đồng."""
        return max(0, self.amount - self.received)

    def is_payable(self, now: datetime) -> bool:
        """Say whether money may still come: open, and its time has not passed."""
        return self.state == OrderState.OPEN and self.expires_at > now


class PayLink(models.Model):
    """A link by which somebody else may pay an order, until it expires or is called back.

    Whoever has it sees what, how much and to whom; nothing of who asked for it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="links")
    made_by = models.BigIntegerField(help_text="account")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    called_back_at = models.DateTimeField(null=True)

    def is_open(self, now: datetime) -> bool:
        """Say whether the link still leads to paying."""
        return self.called_back_at is None and self.expires_at > now


class Attempt(models.Model):
    """One try to pay an order through a provider; `reference` is never used again.

    `wallet` is the blind index of the mobile wallet that is asked, `refusal` why its provider said
    no, `paid_at` when he said that this try moved money. `link` is how somebody else came to pay,
    `official` who had which `terminal` at a counter ask for it; its slip has a number, the
    approval's code and the last four signs of the card, and never more of that.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()
    wallet = models.BinaryField(null=True)
    refusal = models.CharField(max_length=40, blank=True, default="", db_default="")
    paid_at = models.DateTimeField(null=True)
    link = models.ForeignKey(PayLink, models.PROTECT, null=True, related_name="attempts")
    official = models.BigIntegerField(null=True, help_text="official")
    terminal = models.CharField(max_length=20, blank=True, default="", db_default="")
    slip = models.CharField(max_length=20, blank=True, default="", db_default="")
    approval = models.CharField(max_length=20, blank=True, default="", db_default="")
    last_four = models.CharField(max_length=4, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["wallet", "started_at"],
                condition=Q(wallet__isnull=False),
                name="attempt_of_wallet",
            )
        ]


class Refund(models.Model):
    """What goes back to a payer of one of the transactions that paid an order, all or part of it.

    `reference` is what the provider knows the refund by: the same one moves money once. `reason` is
    a word of the room that asked. `booked_as` is the provider's own transaction once done. Money
    that never belonged to an order has none; `from_suspense` says that nothing of it is taken from
    income. From `sent_at` on the provider may have moved the money, whatever it answered.
    """

    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="refunds")
    from_suspense = models.BooleanField(default=False, db_default=False)
    provider = models.CharField(max_length=20)
    transaction = models.CharField(max_length=80, help_text="the provider's own")
    reference = models.CharField(max_length=20, unique=True)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    reason = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=RefundState, default=RefundState.ASKED)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    booked_as = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_has_an_amount"),
        ]
        indexes = [
            models.Index(fields=["provider", "transaction"], name="refund_of_transaction"),
            models.Index(
                fields=["state"], condition=~Q(state=RefundState.DONE), name="refund_open"
            ),
        ]


class Reversal(models.Model):
    """Money that a provider took back unasked: a chargeback, or a refund made at the provider.

    `transaction` is the provider's own for it, `original` the one that it undoes, which may be told
    of later. `order` is the one that was paid with that, once known. `waits` are the đồng of it
    that never came by that transaction, as far as anybody knows: they are not booked until they
    have. `note` is what the accountant did about it; until then it stands on his page. `twice` are
    the đồng of it that went back by a refund of ours as well, known since `twice_at`: the receiver
    has them twice.
    """

    kind = models.CharField(max_length=10, choices=ReversalKind)
    provider = models.CharField(max_length=20)
    transaction = models.CharField(max_length=80)
    original = models.CharField(max_length=80)
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="reversals")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    told_at = models.DateTimeField()
    waits = models.PositiveBigIntegerField(default=0, db_default=0, help_text="đồng")
    twice = models.PositiveBigIntegerField(default=0, db_default=0, help_text="đồng")
    twice_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True, default="")
    handled_by = models.BigIntegerField(null=True, help_text="official")
    handled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "transaction"], name="reversal_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="reversal_has_an_amount"),
        ]
        indexes = [
            models.Index(fields=["provider", "original"], name="reversal_of_original"),
            models.Index(
                fields=["told_at"], condition=Q(handled_at=None), name="reversal_unhandled"
            ),
        ]

    @property
    def booked(self) -> int:
        """Give how many đồng of it the ledger has."""
        return self.amount - self.waits


class ProviderEvent(models.Model):
    """A provider's word as it came, stored before it is answered; the same event is stored once.

    Not append-only: its sealed body must be sealed again under a new key. The ledger is the truth.
    """

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    received_at = models.DateTimeField()
    # What payers write, names and telephone numbers among it.
    body = SealedTextField(context="providerevent.body")
    amount = models.PositiveBigIntegerField(null=True, help_text="đồng")
    order = models.ForeignKey(Order, models.PROTECT, null=True, related_name="events")
    outcome = models.CharField(max_length=10, choices=EventOutcome)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")
        ]
