"""What officials keep for their work: phrases, views, marks on papers, their first days."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import PhraseUse
from motcua.dossiers.models.dossiers import Dossier


class Phrase(models.Model):
    """A text ready to be put into a form: of a unit, or of the whole agency where none is named.

    `{applicant}`, `{code}`, `{procedure}` and the like stand for what the dossier says. What was
    put into a form is a copy.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    use = models.CharField(max_length=12, choices=PhraseUse)
    title = models.CharField(max_length=80)
    text = models.TextField()
    written_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["use", "title", "id"]


class SavedView(models.Model):
    """Filters of a queue under a name: one official's, or shared with his unit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    pairs = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["official", "name"], name="view_named_once")]


class PaperMark(models.Model):
    """A rectangle that an official drew on a page of a paper, with a word; never in the file.

    `left`, `top`, `width` and `height` are thousandths of the page as it was drawn upright.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="paper_marks")
    paper_id = models.UUIDField(help_text="public id of the paper or document")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    page = models.PositiveSmallIntegerField()
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["page", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__lt=1000, top__lt=1000, page__gte=1),
                name="mark_is_on_its_page",
            )
        ]


class FirstDayTick(models.Model):
    """An official has done something of the list for his first day; `item` empty: put away."""

    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    item = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["official", "item"], name="ticked_once")]
