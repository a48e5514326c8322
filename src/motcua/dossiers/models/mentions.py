"""Who was mentioned in a note, and whether he has seen it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossiers import Dossier
from motcua.dossiers.models.history import Note


class Mention(models.Model):
    """An official was mentioned in a note; `seen_at` is when he next opened the dossier."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="mentions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="mentions", db_index=False)
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "official"], name="mentioned_once_a_note")
        ]
        indexes = [
            models.Index(
                fields=["official", "dossier"], condition=Q(seen_at=None), name="mention_unseen"
            )
        ]
