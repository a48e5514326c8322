"""A draft, and then its dossier, that somebody fills in for another."""

from __future__ import annotations

from django.db import models


class Helping(models.Model):
    """By which mandate a draft is written and a dossier was filed."""

    mandate = models.ForeignKey("identity.Mandate", models.PROTECT, related_name="+")
    draft = models.OneToOneField(
        "dossiers.Draft", models.CASCADE, null=True, related_name="helping"
    )
    dossier = models.OneToOneField(
        "dossiers.Dossier", models.PROTECT, null=True, related_name="helping"
    )
