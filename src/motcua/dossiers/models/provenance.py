"""Where answers came from that were known before they were asked."""

from __future__ import annotations

from django.db import models


class AnswerOrigin(models.Model):
    """An answer that was taken over: from which path, when, and whether the filer changed it."""

    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="origins")
    key = models.CharField(max_length=60)
    path = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    is_changed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "key"], name="one_origin_an_answer")
        ]
