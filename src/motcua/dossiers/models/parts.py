"""Parts of the result of a dossier that are returned before the last one."""

from __future__ import annotations

import uuid

from django.db import models

from motcua.dossiers.models.dossiers import Dossier


class ResultPart(models.Model):
    """One of several results: the paper an official approved, and after signing the signed one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="parts")
    name = models.CharField(max_length=200)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    verification_id = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["approved_at", "id"]
