"""What the post does for a dossier: fetches papers, takes the result home; and how one gets it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import ErrandKind, ReturnWay
from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.models.drafts import Draft
from motcua.kernel.sealed import SealedJSONField


class Errand(models.Model):
    """One wish of the filer's, until the next takes its place; only one of a kind is in force.

    `paid_at` is when its postage was paid, or the moment of the wish where nothing is due.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="errands")
    kind = models.CharField(max_length=8, choices=ErrandKind)
    way = models.CharField(max_length=8, choices=ReturnWay)
    address = SealedJSONField(context="errand.address", null=True)
    postage = models.PositiveIntegerField(default=0, help_text="đồng")
    asked_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(ended_at=None), name="one_errand_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(way=ReturnWay.POST) | Q(address__isnull=False),
                name="errand_by_post_has_an_address",
            ),
        ]


class ReturnWish(models.Model):
    """How a result is to come, said before filing; filing makes an errand of it."""

    draft = models.OneToOneField(Draft, models.CASCADE, related_name="wish")
    way = models.CharField(max_length=8, choices=ReturnWay)
    address = SealedJSONField(context="returnwish.address", null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way=ReturnWay.POST) | Q(address__isnull=False),
                name="wish_by_post_has_an_address",
            ),
        ]
