"""Feedback, what was sent with it, whom it concerns, how it moved, and what was published."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.sealed import SealedJSONField, SealedTextField
from motcua.kernel.search import Searchable, search_indexes
from motcua.voice.enums import (
    ConcernSource,
    FeedbackKind,
    FeedbackState,
    PublicationState,
    Topic,
)


class Feedback(models.Model):
    """A remark or a proposal, with its deadline, its unit and its answer.

    `contact` is {name, phone, email} of who gave it, or {pin} of who did not; `receipt_id` names
    the page that its sender saw.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    receipt_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    unit_path = models.CharField(max_length=120, default="")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=FeedbackKind)
    topic = models.CharField(max_length=10, choices=Topic)
    is_anonymous = models.BooleanField(default=False)
    contact = SealedJSONField(context="feedback.contact")
    tracking = ArrayField(models.BinaryField(max_length=32), default=list)
    subject = SealedTextField(context="feedback.subject")
    text = SealedTextField(context="feedback.text")
    about = SealedTextField(context="feedback.about", blank=True)
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=10, choices=FeedbackState, default=FeedbackState.RECEIVED)
    is_open = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    route_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_from = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    draft = SealedTextField(context="feedback.draft", blank=True)
    drafted_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    answer = SealedTextField(context="feedback.answer", blank=True)
    closed_at = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(
        default=0, help_text="0 nobody, 1 the agency's leader, 2 the agency above"
    )
    is_invented = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(is_open=True),
                name="feedback_open",
            ),
            models.Index(fields=["agency", "-received_at", "id"], name="feedback_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_from=None) | Q(due_at__gt=models.F("extended_from")),
                name="feedback_extended_onward",
            )
        ]

    def __str__(self) -> str:
        return self.code


class FeedbackMove(AppendOnlyModel):
    """One move of feedback: who made it, when and why; the reason is for officials."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, choices=FeedbackState, blank=True)
    to_state = models.CharField(max_length=10, choices=FeedbackState)
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("agencies.Unit", models.PROTECT, null=True, related_name="+")
    reason = SealedTextField(context="feedbackmove.reason", blank=True)

    class Meta:
        ordering = ["at", "id"]


class FeedbackFile(models.Model):
    """A file that came with feedback."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="files")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class Concern(models.Model):
    """An official whom feedback is about: he neither sees nor handles it."""

    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="concerns")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    source = models.CharField(max_length=8, choices=ConcernSource)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "official"], name="concern_once")
        ]


class Publication(Searchable):
    """An answered question as everybody may read it, rewritten without people."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="publication")
    state = models.CharField(
        max_length=10, choices=PublicationState, default=PublicationState.PROPOSED
    )
    question = models.TextField()
    answer = models.TextField()
    proposed_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    decided_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            *search_indexes("publication"),
            models.Index(
                fields=["-published_at"], condition=Q(state="published"), name="publication_public"
            ),
        ]
