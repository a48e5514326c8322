"""What officials make at a step: a record of a visit, a letter, a drawing."""

from __future__ import annotations

import uuid

from django.db import models

from motcua.dossiers.models.history import StepRun


class StepDocument(models.Model):
    """A document made at a step, as a file; officials see it, the applicant does not."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(StepRun, models.PROTECT, related_name="documents")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
