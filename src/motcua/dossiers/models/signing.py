"""What a filer signs: codes that were sent to him, and what the signatures of a file are worth."""

from __future__ import annotations

from django.db import models


class SigningCode(models.Model):
    """A one-time code for signing one document of a draft; kept as a digest only."""

    draft = models.ForeignKey("dossiers.Draft", models.CASCADE, related_name="signing_codes")
    paper_code = models.CharField(max_length=60)
    document = models.BinaryField(max_length=32, help_text="SHA-256 of what is signed")
    digest = models.BinaryField(max_length=32)
    sent_to = models.CharField(max_length=60, help_text="masked")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "paper_code"], name="one_code_a_document")
        ]


class FileVerdict(models.Model):
    """What the signatures in a file were found to be worth when it came in."""

    file = models.OneToOneField("kernel.StoredFile", models.CASCADE, related_name="+")
    way = models.CharField(max_length=6, help_text="code, remote or token: how the filer signed")
    conclusion = models.CharField(max_length=13, help_text="valid, invalid or indeterminate")
    reason = models.CharField(max_length=24)
    signatures = models.JSONField(default=list)
    judged_at = models.DateTimeField()
