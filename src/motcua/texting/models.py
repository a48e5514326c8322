"""Messages that came in, each answered once, and what somebody said he would pay."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from motcua.kernel.sealed import SealedTextField
from motcua.texting.enums import Wish


class IncomingText(models.Model):
    """A message from a phone, as the gateway told of it; the same event is stored once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event_id = models.CharField(max_length=80, unique=True)
    sender = SealedTextField(context="incomingtext.sender")
    body = SealedTextField(context="incomingtext.body")
    wish = models.CharField(max_length=8, choices=Wish)
    received_at = models.DateTimeField()
    answer = SealedTextField(context="incomingtext.answer", default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="incoming_text_at")]

    def __str__(self) -> str:
        return str(self.public_id)


class PayIntent(models.Model):
    """What a phone asked to pay; nothing moves until its owner sends back the code he was given.

    `sender` is the blind index of the number. `told_at`: when he was told how it ended.
    """

    text = models.OneToOneField(IncomingText, models.CASCADE, related_name="intent")
    sender = models.BinaryField(max_length=32)
    order = models.ForeignKey("payments.Order", models.PROTECT, related_name="+")
    code = models.CharField(max_length=4)
    language = models.CharField(max_length=2)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    attempt = models.ForeignKey("payments.Attempt", models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["sender", "-id"],
                condition=Q(confirmed_at=None),
                name="pay_intent_of_sender",
            )
        ]
