"""Keys this node signs with, documents it signed, and whom it believes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from motcua.kernel.append_only import AppendOnlyModel
from motcua.signatures.enums import AnchorPurpose, DocumentKind, KeyKind

if TYPE_CHECKING:
    from datetime import datetime


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    """Signing keys."""

    def usable(self, at: datetime) -> Self:
        """Keep the keys whose certificate holds at a moment, as this node knows."""
        return self.filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), valid_from__lte=at, valid_to__gt=at
        )


class SigningKey(models.Model):
    """A key of an agency or an official; the private part stays with its provider."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=KeyKind)
    subject = models.CharField(max_length=200, help_text="the name that signatures show")
    serial = models.CharField(max_length=64, help_text="hexadecimal")
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    certificate = models.TextField(help_text="PEM")
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SigningKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="signing_key_held_once"),
            models.CheckConstraint(
                condition=Q(kind=KeyKind.AGENCY_SEAL, official__isnull=True)
                | Q(kind=KeyKind.PERSONAL, official__isnull=False),
                name="signing_key_personal_has_official",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="signing_key_has_days"
            ),
        ]
        indexes = [models.Index(fields=["agency", "kind"], name="signing_key_of_agency")]

    def __str__(self) -> str:
        return self.subject


class SignedDocument(AppendOnlyModel):
    """A document this node signed; `verification_id` is what its QR code carries."""

    verification_id = models.CharField(max_length=26, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=DocumentKind)
    title = models.CharField(max_length=200)
    signer_names = models.JSONField(default=list)
    signed_at = models.DateTimeField()
    reference = models.CharField(max_length=80, blank=True, help_text="the owner's random id")

    class Meta:
        indexes = [models.Index(fields=["reference"], name="signed_document_reference")]

    def __str__(self) -> str:
        return self.verification_id


class TrustAnchor(models.Model):
    """A certificate this node believes, or one that helps to reach it, from a day to another."""

    never_updated: ClassVar[bool] = True

    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    certificate = models.TextField(help_text="PEM")
    purpose = models.CharField(max_length=12, choices=AnchorPurpose)
    source = models.CharField(max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)
    believed_from = models.DateTimeField()
    believed_to = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
