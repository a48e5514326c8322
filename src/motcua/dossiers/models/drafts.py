"""What a citizen is still writing: answers saved as typed, files that belong to the draft at once."""

from __future__ import annotations

import uuid

from django.db import models

from motcua.dossiers.enums import Channel
from motcua.kernel.sealed import SealedJSONField


class Draft(models.Model):
    """A form being filled in; becomes at most one dossier."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="drafts")
    offering = models.ForeignKey("procedures.Offering", models.PROTECT, related_name="+")
    version = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    variant = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.ONLINE)
    language = models.CharField(max_length=5, default="vi")
    answers = SealedJSONField(context="draft.answers")
    page = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="draft"
    )

    class Meta:
        indexes = [models.Index(fields=["account", "-saved_at"], name="draft_of_account")]


class DraftFile(models.Model):
    """A file given for one paper of the draft."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    paper_code = models.CharField(max_length=60)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
