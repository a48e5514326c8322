"""Requests for help, the codes by which callers open a draft, who looked, and what was hinted."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.sealed import SealedJSONField, SealedTextField
from motcua.voice.enums import HelpChannel, HelpState


class HelpRequest(models.Model):
    """A call or message that asks for help, with a deadline; `contact` is {name, phone, email}."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=8, choices=HelpChannel)
    account = models.ForeignKey("identity.Account", models.PROTECT, null=True, related_name="+")
    contact = SealedJSONField(context="helprequest.contact")
    text = SealedTextField(context="helprequest.text")
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=6, choices=HelpState, default=HelpState.OPEN)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    answer = SealedTextField(context="helprequest.answer", blank=True)
    done_at = models.DateTimeField(null=True)
    escalation = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="0 nobody, 1 the agency's leader, 2 the agency above"
    )
    is_invented = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=~Q(state="done"),
                name="help_waiting",
            ),
            models.Index(fields=["agency", "-received_at", "id"], name="help_of_agency"),
        ]

    def __str__(self) -> str:
        return self.code


class HelpKey(models.Model):
    """A one-time code that a draft's owner got; given back, it opens the draft to one helper."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="keys")
    draft = models.ForeignKey("dossiers.Draft", models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)
    sent_to = models.CharField(max_length=60, help_text="masked")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    opened_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "draft"], name="help_key_once_a_draft")
        ]


class HelpLook(AppendOnlyModel):
    """A helper looked at somebody's draft, or pointed to one of its questions."""

    request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="looks")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    draft = models.UUIDField(help_text="public id; the draft may be gone")
    version = models.ForeignKey("procedures.ProcedureVersion", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    question = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-at", "-id"]


class HelpHint(models.Model):
    """A question of a draft that the help desk points to, with a word on it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="hints")
    draft = models.ForeignKey("dossiers.Draft", models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    question = models.CharField(max_length=120)
    note = SealedTextField(context="helphint.note")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "question"], name="hint_once_a_question")
        ]


class FaqEntry(models.Model):
    """An entry of guidance written or changed here; an empty answer takes a shipped one away."""

    code = models.SlugField(max_length=60, unique=True)
    question_vi = models.CharField(max_length=300, blank=True)
    question_en = models.CharField(max_length=300, blank=True)
    answer_vi = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    changed_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
