"""Messages to people: one row a person and medium; address and text are sealed."""

from __future__ import annotations

import uuid

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
