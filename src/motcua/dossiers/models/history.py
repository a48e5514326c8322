"""What happened to a dossier: moves, steps, supplements, pauses and notes. Rows are only added."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motcua.dossiers.enums import Outcome, PauseKind, Phase, State
from motcua.dossiers.models.dossiers import Dossier
from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.sealed import SealedJSONField


class Transition(AppendOnlyModel):
    """One move of the dossier, who made it, when and why."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="transitions", db_index=False)
    at = models.DateTimeField()
    action = models.CharField(max_length=24)
    from_state = models.CharField(max_length=24, choices=State, blank=True)
    to_state = models.CharField(max_length=24, choices=State)
    actor_kind = models.CharField(max_length=10)
    account_id = models.BigIntegerField(null=True)
    official = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["dossier", "at"], name="transition_of_dossier")]


class StepRun(models.Model):
    """A step of the process in the hands of a role; `due_at` is its share of the time.

    `asked_by` is the step that asked this one for its opinion, `request` what about. `filled` is
    what the official filled in, by question.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps")
    code = models.CharField(max_length=40)
    role = models.CharField(max_length=14)
    unit = models.ForeignKey(
        "agencies.Unit",
        models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    official = models.ForeignKey("agencies.Official", models.PROTECT, null=True, related_name="+")
    # The absent colleague for whom `official` did it.
    behalf = models.ForeignKey(
        "agencies.Official", models.PROTECT, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=10, choices=Outcome, blank=True, default="", db_default=""
    )
    note = models.TextField(blank=True)
    asked_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="consultations", db_index=False
    )
    request = models.TextField(blank=True, default="", db_default="")
    filled = SealedJSONField(context="steprun.filled", null=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "code"], condition=Q(finished_at=None), name="step_open_once"
            )
        ]


class Supplement(models.Model):
    """A request to complete the dossier: once in each phase, with every reason.

    `items` lists {kind: "question" | "paper", code, reason}; `changed` the questions whose answers
    are others since, those worked out among them; not known of supplements answered before it was
    kept. Source: Decree 61/2018, Art. 17.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements")
    phase = models.CharField(max_length=8, choices=Phase)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    message = models.TextField(blank=True)
    items = models.JSONField()
    answered_at = models.DateTimeField(null=True)
    changed = models.JSONField(null=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "phase"], name="supplement_once_a_phase")
        ]


class Pause(models.Model):
    """A stretch in which the clock of the dossier stood still.

    Declared outages may overlap one another and any other pause; time that several cover does not
    count once. Of the other kinds there is one at a time.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=10, choices=PauseKind)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    outage = models.ForeignKey(
        "dossiers.Outage", models.PROTECT, null=True, related_name="pauses", db_index=False
    )

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(ended_at=None, outage=None),
                name="one_pause_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["outage", "dossier"],
                condition=Q(outage__isnull=False),
                name="paused_once_by_an_outage",
            ),
        ]


class Note(models.Model):
    """A word from one official to the others; citizens do not see it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes")
    official = models.ForeignKey("agencies.Official", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["at"]
