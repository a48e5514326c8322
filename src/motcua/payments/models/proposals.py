"""What one accountant proposes and another decides: both are rows of one shape."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.payments.enums import Remedy, SettlementState


class Proposed(models.Model):
    """Something that one proposes, with a reason, and nobody does before another agrees."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=SettlementState, default=SettlementState.ASKED)
    asked_by = models.BigIntegerField(help_text="official")
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True, help_text="official")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class RefundProposal(Proposed):
    """Money of a paid order that an accountant wants sent back, once another agrees.

    `transaction` is one of those that paid the order. One proposal at a time for each.
    """

    order = models.ForeignKey("payments.Order", models.PROTECT, related_name="refund_proposals")
    provider = models.CharField(max_length=20)
    transaction = models.CharField(max_length=80, help_text="the provider's own")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    refund = models.OneToOneField(
        "payments.Refund", models.PROTECT, null=True, related_name="proposal"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "provider", "transaction"],
                condition=Q(state=SettlementState.ASKED),
                name="one_refund_proposal_at_a_time",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_proposal_has_an_amount"),
        ]


class Settlement(Proposed):
    """What becomes of money that was not clear, of a difference, or of money that left twice.

    `of` is the booking that unclear money came with, `difference` what a statement says otherwise,
    `reversal` what somebody has twice: one of the three, save that unclear money may make up for
    what left twice. `amount` is what it was proposed for, negative where the ledger has more than
    the statement. An order takes what it still asks for, the rest stays unclear.
    """

    of = models.ForeignKey(
        "payments.LedgerTransaction", models.PROTECT, null=True, related_name="settlements"
    )
    difference = models.ForeignKey(
        "payments.Difference", models.PROTECT, null=True, related_name="settlements"
    )
    reversal = models.ForeignKey(
        "payments.Reversal", models.PROTECT, null=True, related_name="settlements"
    )
    remedy = models.CharField(max_length=10, choices=Remedy)
    order = models.ForeignKey(
        "payments.Order", models.PROTECT, null=True, related_name="settlements"
    )
    amount = models.BigIntegerField(help_text="đồng")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(remedy=Remedy.ORDER) | Q(order__isnull=False),
                name="settlement_names_its_order",
            ),
            models.CheckConstraint(
                condition=Q(
                    of__isnull=False, difference__isnull=True, reversal__isnull=True, amount__gte=0
                )
                | Q(of__isnull=True, difference__isnull=False, reversal__isnull=True)
                | Q(
                    Q(of__isnull=True) | Q(remedy=Remedy.BACK),
                    difference__isnull=True,
                    reversal__isnull=False,
                    amount__gt=0,
                ),
                name="settlement_is_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["of"],
                condition=Q(state=SettlementState.ASKED),
                name="one_proposal_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["difference"],
                condition=Q(state=SettlementState.ASKED),
                name="one_proposal_for_a_difference",
            ),
            models.UniqueConstraint(
                fields=["reversal"],
                condition=Q(state=SettlementState.ASKED),
                name="one_proposal_for_a_reversal",
            ),
        ]
