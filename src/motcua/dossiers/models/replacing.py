"""Results that hold no more: replaced by another, or taken back with a dossier opened again."""

from __future__ import annotations

import uuid

from django.db import models

from motcua.dossiers.models.dossiers import Dossier
from motcua.kernel.sealed import SealedJSONField


class ReplacedResult(models.Model):
    """A signed result as it was, and why it holds no more; anybody who checks it is told so."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="replaced_results")
    number = models.CharField(max_length=40, blank=True)
    data = SealedJSONField(context="replaced_result.data")
    document = models.ForeignKey("dossiers.Document", models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    signed_data = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    verification_id = models.CharField(max_length=20, unique=True)
    approved_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    grounds = models.TextField()
    legal_basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["replaced_at", "id"]
