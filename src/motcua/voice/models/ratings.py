"""Who may rate, and what was said; no column leads from one to the other."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.kernel.sealed import SealedTextField
from motcua.voice.enums import RatingWay


class Invitation(models.Model):
    """A dossier that may be rated once: by a link, by a code of the counter, or by its filer.

    Of the link and the code only blind indexes are kept. `is_spent` says that it was rated, not
    when and not how.
    """

    dossier = models.OneToOneField("dossiers.Dossier", models.PROTECT, related_name="+")
    link = models.BinaryField(max_length=32, null=True, unique=True)
    link_until = models.DateTimeField(null=True)
    code = models.BinaryField(max_length=32, null=True, unique=True)
    code_until = models.DateTimeField(null=True)
    is_asked = models.BooleanField(default=False)
    is_spent = models.BooleanField(default=False)


class Rating(models.Model):
    """What somebody said of how an agency served him; of which dossier is not kept.

    The number is random and the day is all that is kept of the time, so that nothing tells the
    order of ratings. `scores` are the indices of the rules in force, by code, 0 to 2. It is counted
    and read from `released_on`, together with others of its unit.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()
    scores = models.JSONField()
    comment = SealedTextField(context="rating.comment", blank=True)
    way = models.CharField(max_length=8, choices=RatingWay)
    released_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "released_on"], name="rating_of_agency"),
            models.Index(
                fields=["unit"], condition=Q(released_on__isnull=True), name="rating_unreleased"
            ),
        ]


class AgencyScore(models.Model):
    """The score of an index that an inspector sets for an agency and a period."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    index = models.CharField(max_length=4)
    begins = models.DateField(help_text="first day of the quarter")
    score = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    set_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "index", "begins"], name="agency_score_once_a_period"
            ),
            models.CheckConstraint(condition=Q(score__lte=2), name="agency_score_to_two"),
        ]
