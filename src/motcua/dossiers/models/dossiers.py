"""The dossier itself, its papers, and the day's numbers of each office."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import In

from motcua.dossiers.enums import FeeState, NationalCode, State, Urgency
from motcua.dossiers.workflow import CLOSED, NATIONAL, WAITING_FOR_CITIZEN
from motcua.kernel.ids import time_ordered_id
from motcua.kernel.sealed import SealedJSONField
from motcua.procedures.enums import Channel

SOON = timedelta(hours=24)


def _is_consistent() -> In:
    """Say that the national code and whether a dossier is open are those of its state.

    One list of words: PostgreSQL reads a condition anew for each insertion, and a long one made of
    comparisons cost as much as three of the table's indexes.
    """
    words = [
        f"{state}/{code}/{str(state not in CLOSED).lower()}" for state, code in NATIONAL.items()
    ]
    text = models.CharField()
    parts = ("state", Value("/"), Cast("national_code", text), Value("/"), Cast("is_open", text))
    return In(Concat(*parts, output_field=text), sorted(words))


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers, narrowed."""

    def open(self) -> DossierQuerySet:
        """Keep those that still need somebody's work."""
        return self.filter(is_open=True)

    def by_urgency(self) -> DossierQuerySet:
        """Order by promised time, those without one last."""
        return self.order_by(F("due_at").asc(nulls_last=True), "id")


class Dossier(models.Model):
    """One matter of one applicant at one agency, with the rules under which it was filed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Sorted by its signs, so that one index gives a code and those that begin like it.
    code = models.CharField(max_length=60, db_collation="C")
    # Agency, unit, offering and version are named by everybody who files: a foreign key in the
    # database would have them all lock that one row. Migration 0004 refuses its deletion instead.
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # The one-door unit that received it, and below the unit that now has it in hand.
    unit = models.ForeignKey(
        "agencies.Unit",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    unit_path = models.CharField(max_length=120, default="")
    offering = models.ForeignKey(
        "procedures.Offering", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        "procedures.ProcedureVersion",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    # The version whose process it follows, where an administrator moved it from that of its own.
    process_version = models.ForeignKey(
        "procedures.ProcedureVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    procedure_code = models.CharField(max_length=30)
    variant = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=8, choices=Channel)
    language = models.CharField(max_length=5, default="vi")

    # Found by account, which has an index below.
    account = models.ForeignKey(
        "identity.Account", models.PROTECT, null=True, related_name="dossiers", db_index=False
    )
    person = models.ForeignKey(
        "identity.Person", models.PROTECT, null=True, related_name="dossiers", db_index=False
    )
    organisation = models.ForeignKey(
        "identity.Organisation", models.PROTECT, null=True, related_name="dossiers"
    )
    applicant_name = models.CharField(max_length=200)
    contact = SealedJSONField(context="dossier.contact")
    answers = SealedJSONField(context="dossier.answers")
    # Blind indexes of (public id, last four digits) of the filer's number and phone.
    tracking = ArrayField(models.BinaryField(max_length=32), default=list)
    # What it is about, in a line of a few answers (trích yếu): unsealed, of nobody's identity.
    gist = models.CharField(max_length=200, default="", db_default="", editable=False)
    # Found by the filer's name and the words of the gist.
    search = SearchVectorField(null=True, editable=False)
    search_text = models.TextField(default="", editable=False)

    state = models.CharField(max_length=24, choices=State, default=State.FILED)
    national_code = models.PositiveSmallIntegerField(choices=NationalCode, default=NationalCode.NEW)
    is_open = models.BooleanField(default=True)
    fee_lines = models.JSONField(default=list)
    fee_at_filing = models.PositiveBigIntegerField(default=0, help_text="đồng")
    fee_state = models.CharField(max_length=4, choices=FeeState, default=FeeState.NONE)

    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    # The new date after an apology; `due_at` stays the first promise, by which lateness is judged.
    reappointed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The step in hand; of several side by side (`is_split`) the one that began first.
    step_code = models.CharField(max_length=40, blank=True)
    step_role = models.CharField(max_length=14, blank=True)
    step_path = models.CharField(max_length=120, default="")
    step_due_at = models.DateTimeField(null=True)
    official = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="dossiers", db_index=False
    )
    is_split = models.BooleanField(default=False, db_default=False)

    submission_key = models.CharField(max_length=120)
    submission_digest = models.BinaryField(max_length=32)
    is_invented = models.BooleanField(default=False)

    objects = DossierQuerySet.as_manager()

    # No column: for whom the act in hand is done by who stands in for him; set when it is
    # authorised, kept with what the act writes.
    acted_for: int | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_is_consistent(), name="state_code_and_open"),
            # Not `unique=True`, which brings a second index for searching by a beginning.
            models.UniqueConstraint(fields=["submission_key"], name="submitted_once"),
            models.UniqueConstraint(fields=["code"], name="dossier_code_once"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_due",
            ),
            models.Index(
                fields=["agency", "submitted_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_filed",
            ),
            models.Index(
                fields=["agency", "state", "due_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_state",
            ),
            models.Index(
                fields=["agency", "-closed_at", "-id"],
                condition=Q(is_open=False),
                name="dossier_closed",
            ),
            models.Index(
                fields=["agency", "-finished_at", "-id"],
                include=["due_at", "unit_path", "step_path"],
                condition=Q(finished_at__isnull=False),
                name="dossier_finished",
            ),
            models.Index(
                fields=["agency", "-submitted_at", "-id"],
                include=["unit_path", "step_path"],
                name="dossier_of_agency",
            ),
            models.Index(fields=["account", "-submitted_at"], name="dossier_of_account"),
            # Whoever has no account is found by person.
            models.Index(
                fields=["person"],
                condition=Q(account__isnull=True, person__isnull=False),
                name="dossier_of_person",
            ),
            models.Index(
                fields=["official", "due_at"],
                condition=Q(is_open=True),
                name="dossier_open_of_official",
            ),
            models.Index(
                fields=["process_version"],
                condition=Q(process_version__isnull=False),
                name="dossier_moved_process",
            ),
            models.Index(
                fields=["agency"], condition=Q(is_split=True, is_open=True), name="dossier_split"
            ),
            # With the agency: a word that is in a tenth of all names is read where one looks.
            GinIndex(fields=["agency", "search"], name="dossier_words"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="dossier_trigram"),
        ]

    def __str__(self) -> str:
        return self.code

    def urgency(self, now: datetime) -> Urgency:
        """Say how near the promised time is."""
        if self.finished_at or not self.is_open:
            return Urgency.DONE
        if self.state in WAITING_FOR_CITIZEN or self.paused_at is not None:
            return Urgency.PAUSED
        return self._running(now)

    def _running(self, now: datetime) -> Urgency:
        if self.due_at is None:
            return Urgency.WAITING
        if self.reappointed_at is not None and now <= self.reappointed_at:
            return Urgency.REAPPOINTED
        if now > self.due_at:
            return Urgency.LATE
        return Urgency.SOON if self.due_at - now <= SOON else Urgency.ON_TIME

    @property
    def appointed_at(self) -> datetime | None:
        """When the result is to be fetched: as promised anew, else as promised first."""
        return self.reappointed_at or self.due_at

    @property
    def is_late(self) -> bool:
        """Say whether it was finished after the first promise, whatever was promised anew."""
        return bool(self.due_at and self.finished_at and self.finished_at > self.due_at)


class DossierNumbering(models.Model):
    """The last number an office gave on a day; locked by `submit_v6` alone."""

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="numbering_once_a_day")
        ]


class Paper(models.Model):
    """A paper of the dossier (thành phần hồ sơ) with its file."""

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    code = models.CharField(max_length=60)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
