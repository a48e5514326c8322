"""To whom a result was given at the counter, and what he left: a signature, a name or a code."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import ReceivedBy
from motcua.dossiers.models.dossiers import Dossier
from motcua.kernel.sealed import SealedJSONField


class HandOut(models.Model):
    """A result was handed out: to whom, by what he was known, and how he said that he has it.

    `receiver` holds name, relation, kind and last four digits of the identity paper, and the drawn
    signature, while a code is waited for as far as they are known; `code_digest` is that of the
    one-time code.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="hand_out")
    way = models.CharField(max_length=10, choices=ReceivedBy, blank=True)
    receiver = SealedJSONField(context="handout.receiver")
    authority = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, related_name="+", db_index=False
    )
    official = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    code_digest = models.BinaryField(max_length=32, null=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_at=None) | (~Q(way="") & Q(official__isnull=False)),
                name="handed_out_in_some_way",
            )
        ]
        indexes = [models.Index(fields=["agency", "handed_at"], name="handed_out_on_a_day")]
