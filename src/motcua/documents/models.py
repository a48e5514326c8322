"""Tables of documents: the templates that agencies brought."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class DocumentTemplate(models.Model):
    """A template of one agency, from a day to another; replaced by a newer one, never changed.

    `code` is its own or that of a shipped one, which it takes the place of. With a
    `procedure_code` it serves that procedure only, and may name its answers.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    kind = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    procedure_code = models.CharField(max_length=30, blank=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    set_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "valid_from"], name="template_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="template_has_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title
