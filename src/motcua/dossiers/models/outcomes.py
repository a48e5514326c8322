"""What comes out: slips, the result and the citizen's rating."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import SlipForm
from motcua.dossiers.models.dossiers import Dossier
from motcua.kernel.ids import time_ordered_id
from motcua.kernel.sealed import SealedJSONField


class SlipNumbering(models.Model):
    """The last number of one form at one agency in one year; numbers have no gaps."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    form = models.CharField(max_length=2, choices=SlipForm)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "form", "year"], name="slip_numbering_once")
        ]


class Slip(models.Model):
    """A statutory slip given to the citizen; `data` is what its template prints."""

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slips")
    form = models.CharField(max_length=2, choices=SlipForm)
    # Named by everybody who accepts there: a foreign key in the database would have them all lock
    # that one row. Its deletion is refused by a trigger instead.
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    data = SealedJSONField(context="slip.data")

    class Meta:
        ordering = ["issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "form", "year", "number"], name="slip_number_once"
            )
        ]


class Result(models.Model):
    """The result: its data, and after signing the PDF and the signed data beside it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="result")
    number = models.CharField(max_length=40, blank=True)
    data = SealedJSONField(context="result.data")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    # The document that is the paper, where officials wrote it instead of the template.
    document = models.ForeignKey("dossiers.Document", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    pdf = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    signed_data = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, related_name="+"
    )
    verification_id = models.CharField(
        max_length=20, blank=True, help_text="of the signed document, as in its QR code"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(approved_at__isnull=False, pdf__isnull=False),
                name="signed_after_approval",
            )
        ]


class RegistryNumbering(models.Model):
    """The last number of a register of results at one agency in one year (Decree 30/2020)."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    registry = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "registry", "year"], name="registry_numbering_once"
            )
        ]
