"""What a citizen is still writing: answers as typed, files that belong to the draft at once."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Cast, Right

from motcua.kernel.ids import time_ordered_id
from motcua.kernel.sealed import SealedJSONField, SealedTextField
from motcua.procedures.enums import Channel

# What of a draft's id its owner reads out on the telephone: random signs, never those of the time.
SIGNS = 8
NUMBER = Right(Cast("public_id", models.TextField()), SIGNS)


class Draft(models.Model):
    """A form being filled in: becomes at most one dossier, or completes one (`supplement`)."""

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="drafts")
    offering = models.ForeignKey("procedures.Offering", models.PROTECT, related_name="+")
    version = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    language = models.CharField(max_length=5, default="vi")
    answers = SealedJSONField(context="draft.answers")
    origins = models.JSONField(
        default=dict, help_text="answers known before: path, when, whether changed"
    )
    by_data = models.JSONField(default=list, help_text="papers left to the registries' data")
    seen = models.JSONField(
        default=list,
        db_default=[],
        help_text="papers that prove an exemption, shown at a counter and given back",
    )
    page = models.CharField(max_length=40, blank=True)
    sendings = models.JSONField(default=dict, help_text="by page: the last turn of each opened one")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    # When its writer was told that it would be deleted, unless he came back since.
    told_at = models.DateTimeField(null=True)
    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="draft"
    )
    supplement = models.OneToOneField(
        "dossiers.Supplement", models.CASCADE, null=True, related_name="draft"
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "-saved_at"], name="draft_of_account"),
            models.Index(NUMBER, condition=models.Q(dossier=None), name="draft_by_number"),
        ]


class Upload(models.Model):
    """A file somebody gave: kept with its draft at once, or sent ahead through the API."""

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="uploads")
    paper_code = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class PartialUpload(models.Model):
    """A file that comes in pieces; its bytes lie beside the store under its public id.

    Once taken in it names what became of it, so that asking again changes nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="parts")
    paper_code = models.CharField(max_length=60, blank=True)
    # Names of files are written by people, and names of people are among them.
    metadata = SealedTextField(context="partialupload.metadata")
    size = models.PositiveBigIntegerField(help_text="bytes the whole file will have")
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")
    is_taken = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="partial_upload_expiry"),
            models.Index(fields=["account", "expires_at"], name="partial_upload_of_account"),
        ]
