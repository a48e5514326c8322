"""Who has a dossier open, so that two on one dossier see each other."""

from __future__ import annotations

from django.db import models

from motcua.dossiers.models.dossiers import Dossier


class Presence(models.Model):
    """An official had a dossier open at a moment; rows older than a minute mean nothing."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+", db_index=False)
    official = models.ForeignKey(
        "agencies.Official", models.CASCADE, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "official"], name="present_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]
