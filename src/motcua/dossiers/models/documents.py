"""Documents that officials write upon a dossier: each with its versions, until one is signed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import DocumentUse
from motcua.dossiers.models.dossiers import Dossier


class Document(models.Model):
    """A document begun from a template; officials see it, the applicant once it is sent to him.

    It is settled with one of its versions (and its own PDF, where one was made elsewhere),
    approved by who signs, and signed after commit.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    template_code = models.CharField(max_length=60)
    template = models.ForeignKey(
        "documents.DocumentTemplate", models.PROTECT, null=True, related_name="+"
    )
    kind = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    use = models.CharField(max_length=10, choices=DocumentUse, default=DocumentUse.INTERNAL)
    begun_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    settled = models.ForeignKey(
        "dossiers.DocumentVersion", models.PROTECT, null=True, related_name="+"
    )
    settled_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    paper = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    approved_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    verification_id = models.CharField(max_length=20, blank=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["begun_at", "id"]
        indexes = [
            models.Index(
                fields=["dossier"],
                condition=Q(settled_at__isnull=False, approved_at=None, dropped_at=None),
                name="document_to_sign",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(settled_at__isnull=False, dropped_at=None),
                name="document_settled_first",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(approved_at__isnull=False, pdf__isnull=False),
                name="document_approved_first",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """A version of a document: its file, who made it when, and upon which version."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    ordinal = models.PositiveSmallIntegerField()
    based_on = models.PositiveSmallIntegerField(null=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    made_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "ordinal"], name="document_version_counts_on"
            )
        ]

    @property
    def is_beside(self) -> bool:
        """Say whether it was made upon an older version than the newest at that time."""
        return self.based_on is not None and self.based_on < self.ordinal - 1
