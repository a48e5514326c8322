"""Messages to people, sealed, what is said of them, and the dated rules of sending; notices."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.sealed import SealedJSONField, SealedTextField
from motcua.notifications.enums import Heard, Kind, Medium, MessageState, Said, Topic


class Message(models.Model):
    """One message. `key` names the event, person and medium, so that it is written once.

    Whoever hands it over holds a lease: no lock is held while a carrier is waited for. `round` is
    one more after a resending of what a carrier had given up: it then knows it by a new reference.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    account_id = models.BigIntegerField(null=True, help_text="the account that follows the matter")
    lane = models.GeneratedField(
        expression=Coalesce("agency", Value(0)),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    medium = models.CharField(max_length=10, choices=Medium)
    kind = models.PositiveSmallIntegerField(choices=Kind, db_default=Kind.NOTICE)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    address = SealedTextField(context="message.address")
    context = SealedJSONField(context="message.context")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    round = models.PositiveSmallIntegerField(db_default=0)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="delivered, or given up")
    provider = models.CharField(max_length=20, blank=True, db_default="")
    carrier_id = models.CharField(max_length=80, blank=True)
    segments = models.PositiveSmallIntegerField(db_default=0)
    cost = models.PositiveIntegerField(db_default=0, help_text="đồng")
    fault = models.CharField(max_length=60, blank=True, help_text="code of the last error")

    class Meta:
        indexes = [
            models.Index(
                fields=["medium", "kind", "lane", "due_at", "id"],
                condition=Q(state=MessageState.WAITING),
                name="message_queue",
            ),
            models.Index(
                fields=["lane", "-written_at", "-id"],
                condition=Q(state__in=[MessageState.FAILED, MessageState.BOUNCED]),
                name="message_dead",
            ),
            models.Index(
                fields=["lane", "sent_at"],
                condition=Q(segments__gt=0),
                name="message_cost",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def reference(self) -> str:
        """What carriers know this message by, the same at every try of a round."""
        return f"{self.public_id}-{self.round}" if self.round else str(self.public_id)


class DeliveryReport(AppendOnlyModel):
    """What a carrier, or a mail server, said of a message; the same word is stored once.

    `happened_at` is the carrier's time, `received_at` ours. Holds no address and no text.
    """

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="reports")
    round = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=10, choices=Said)
    reason = models.CharField(max_length=40, blank=True)
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    heard = models.CharField(max_length=10, choices=Heard)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_id"], name="delivery_report_once")
        ]


class SilentAddress(models.Model):
    """An address that takes nothing: it is not written to, but for a code just asked for."""

    medium = models.CharField(max_length=10, choices=Medium)
    index = models.BinaryField(max_length=32, help_text="blind index of the address")
    reason = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["medium", "index"], name="silent_address_once")
        ]


class CarrierHealth(models.Model):
    """How the way of a medium is: after some failures in a row it rests for a while."""

    medium = models.CharField(max_length=10, choices=Medium, unique=True)
    downs = models.PositiveIntegerField(default=0, help_text="failures since the last success")
    rests = models.PositiveSmallIntegerField(default=0, help_text="rests since then")
    rests_until = models.DateTimeField(null=True)
    since = models.DateTimeField(null=True, help_text="when the first rest began")


class QuietHours(models.Model):
    """When people are not disturbed by a kind of message: hours of the civil day, dated."""

    medium = models.CharField(max_length=10, choices=Medium)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    starts = models.TimeField()
    ends = models.TimeField(help_text="first moment of the day, or of the next, that is not quiet")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="first day it no longer holds")
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["medium", "kind", "valid_from"], name="quiet_hours_once"
            )
        ]


class SegmentPrice(models.Model):
    """What one segment of a text message costs at a provider, from a day on, with its source."""

    provider = models.CharField(max_length=20)
    amount = models.PositiveIntegerField(help_text="đồng")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="first day it no longer holds")
    source = models.CharField(max_length=300)
    is_invented = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "valid_from"], name="segment_price_once")
        ]


class TextStyle(models.Model):
    """Whether text messages keep their diacritics: for an agency, for a template, or for both.

    Without an agency it holds for all of them; an empty template is all of them too.
    """

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, related_name="+", db_index=False
    )
    template = models.CharField(max_length=40, blank=True)
    has_diacritics = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "template"], nulls_distinct=False, name="text_style_once"
            )
        ]


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


class Wording(AppendOnlyModel):
    """A node's own text for an occasion, in one language, for one medium; written once.

    It is a proposal until somebody else publishes it.
    """

    occasion = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    medium = models.CharField(max_length=5, choices=Medium)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of its occasion, language, medium")
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    reason = models.CharField(max_length=300)
    written_by = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "language", "medium", "number"], name="wording_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occasion}.{self.language}.{self.medium} {self.number}"


class Withdrawal(AppendOnlyModel):
    """That a proposal is not to be published any more, and why: its author's word or another's."""

    wording = models.OneToOneField(Wording, models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    withdrawn_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.wording} {self.withdrawn_at}"


class Publication(AppendOnlyModel):
    """From which moment which text holds; without `wording` the one that comes with motcua.

    The latest row whose moment has come holds: a later decision takes the place of an earlier one,
    also of one that was to begin after it. A message keeps what held when it was written.
    """

    occasion = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    medium = models.CharField(max_length=5, choices=Medium)
    wording = models.ForeignKey(Wording, models.PROTECT, null=True, related_name="publications")
    holds_from = models.DateTimeField()
    reason = models.CharField(max_length=300)
    published_by = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["occasion", "language", "medium", "-id"], name="publication_latest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.occasion}.{self.language}.{self.medium} {self.holds_from}"


# Accounts live on a floor above: rows about them hold their numbers, not relations.


class CitizenNotice(models.Model):
    """Something new for one account, in its inbox; read in the language of whoever opens it.

    The text is that of the occasion's e-mail as it held then, filled from the sealed `context`.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    account_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    occasion = models.CharField(max_length=40)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    context = SealedJSONField(context="citizennotice.context")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "key"], name="citizen_told_once")
        ]
        indexes = [
            models.Index(fields=["account_id", "-at", "-id"], name="citizen_notices"),
            models.Index(fields=["at"], name="citizen_notices_old"),
            models.Index(
                fields=["account_id"], condition=Q(read_at=None), name="citizen_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Preference(models.Model):
    """How one account wants to be told of one topic; without a row by e-mail and SMS.

    `media` is a list of `Medium`; an empty `language` is that of the matter. Of what he files for
    another, `person_id` tells apart, the other is told as ever.
    """

    account_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=8, choices=Topic)
    media = models.JSONField(default=list)
    language = models.CharField(max_length=5, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "topic"], name="preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.topic}"


class ProvenPhone(models.Model):
    """A telephone that its owner proved by a one-time code; at most one an account.

    `asked` is the one whose code was sent and not typed yet; the one proved before stays till then.
    """

    account_id = models.BigIntegerField(unique=True)
    phone = SealedTextField(context="provenphone.phone", blank=True)
    asked = SealedTextField(context="provenphone.asked", blank=True)
    digest = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.account_id)


class Unsubscription(models.Model):
    """An address that wants no more of a topic, by the link at the foot of a mail."""

    topic = models.CharField(max_length=8, choices=Topic)
    address_index = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "address_index"], name="unsubscribed_once")
        ]

    def __str__(self) -> str:
        return self.topic


class PushSubscription(models.Model):
    """A browser that lets us tell its user that there is news (RFC 8030); its address is sealed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account_id = models.BigIntegerField(db_index=True)
    endpoint_index = models.BinaryField(max_length=32, unique=True)
    subscription = SealedJSONField(context="pushsubscription.subscription")
    called = models.CharField(max_length=80, help_text="the browser, in the owner's words")
    subscribed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)
