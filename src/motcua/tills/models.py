"""Drawers of cash, each an official's for a shift, and cash given on from them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.kernel.sealed import SealedTextField
from motcua.tills.enums import DrawerState, HandOverState, Proof


class Drawer(models.Model):
    """Cash that an official answers for, from when he began until it was counted.

    `began_with` is the change he was given; what came in and went out since is in the ledger, on
    the drawer's own account. `pieces` are the notes he counted at the end, `expected` what should
    have been there. A difference has a reason, and a second person who read it; so has a count that
    is another one than the first, whose difference `first_by` keeps.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=DrawerState, default=DrawerState.OPEN)
    opened_at = models.DateTimeField()
    began_with = models.PositiveBigIntegerField(help_text="đồng")
    pieces = models.JSONField(default=dict, help_text="{note: count}")
    counted = models.PositiveBigIntegerField(null=True, help_text="đồng")
    first_by = models.BigIntegerField(null=True, help_text="đồng")
    expected = models.PositiveBigIntegerField(null=True, help_text="đồng")
    reason = models.CharField(max_length=300, blank=True)
    counted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["official"],
                condition=Q(state=DrawerState.OPEN),
                name="one_open_drawer_an_official",
            ),
            models.CheckConstraint(
                condition=Q(state=DrawerState.OPEN) | Q(counted__isnull=False),
                name="drawer_counted_before_it_ends",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-opened_at"], name="drawer_of_agency")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def difference(self) -> int:
        """Give how many đồng too much were counted; negative where some are missing."""
        return (self.counted or 0) - (self.expected or 0)

    @property
    def missing(self) -> int:
        """Give how many đồng are missing from it; 0 where none are."""
        return max(0, -self.difference)


class HandOver(models.Model):
    """Cash given on from a drawer: to the safe, or into the drawer of a colleague who took it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    drawer = models.ForeignKey(Drawer, models.PROTECT, related_name="hand_overs")
    key = models.CharField(max_length=80, unique=True, help_text="of the press that gave it on")
    pieces = models.JSONField(help_text="{note: count}")
    amount = models.PositiveBigIntegerField(help_text="đồng")
    state = models.CharField(max_length=7, choices=HandOverState, default=HandOverState.ASKED)
    given_at = models.DateTimeField()
    to_drawer = models.ForeignKey(
        Drawer, models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hand_over_has_an_amount")
        ]


class PayOut(models.Model):
    """Cash given back to a payer, out of an open drawer or, without one, of the agency's safe.

    `receiver` is who fetched it, by his own word; `proof` what showed that it is his.
    """

    refund = models.OneToOneField("payments.Refund", models.PROTECT, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    drawer = models.ForeignKey(Drawer, models.PROTECT, null=True, related_name="+", db_index=False)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    receiver = SealedTextField(context="payout.receiver")
    proof = models.CharField(max_length=9, choices=Proof)
    paid_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, related_name="+", db_index=False
    )
    paid_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pay_out_has_an_amount")
        ]


class Deposit(models.Model):
    """Cash of an agency's safe brought to the bank; `reference` is in the transfer's content."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True, help_text="of the press that brought it")
    reference = models.CharField(max_length=12, unique=True)
    amount = models.PositiveBigIntegerField(help_text="đồng")
    made_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_has_an_amount")
        ]

    def __str__(self) -> str:
        return self.reference
