"""Messages to people, whose address and text are sealed; and what is new for an official."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from motcua.kernel.sealed import SealedJSONField, SealedTextField
from motcua.notifications.enums import Medium, MessageState


class Message(models.Model):
    """One message. `key` names the event, person and medium, so that it is written once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    medium = models.CharField(max_length=5, choices=Medium)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    address = SealedTextField(context="message.address")
    context = SealedJSONField(context="message.context")
    state = models.CharField(max_length=7, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    carrier_id = models.CharField(max_length=80, blank=True)
    fault = models.CharField(max_length=60, blank=True, help_text="code of the last error")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=MessageState.WAITING),
                name="message_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class OfficialNotice(models.Model):
    """Something new for one official, in his inbox on the desk; `key` has it told once.

    `text` is a sentence of the catalogue of texts, in Vietnamese, with places that `data` fills:
    whoever reads it sees it in his language. `subject_kind` and `subject_id` name what it is about,
    as `("dossier", public id)`; the desk knows where that is.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    official = models.ForeignKey(
        "agencies.Official", models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    data = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["official", "key"], name="official_told_once")
        ]
        indexes = [
            models.Index(fields=["official", "-at", "-id"], name="official_notices"),
            models.Index(
                fields=["official"], condition=Q(read_at=None), name="official_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
