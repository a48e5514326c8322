"""Tables of the kernel: audit rows and logs, outbox, files, idempotency keys, rate limits."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from motcua.kernel.append_only import AppendOnlyModel
from motcua.kernel.enums import FileState, OutboxState
from motcua.kernel.fields import TransactionIdField
from motcua.kernel.ids import time_ordered_id
from motcua.kernel.sealed import SealedTextField

# An event is due at once until it fails: any moment in the past will do, on any clock.
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class AuditRow(AppendOnlyModel):
    """One act: who did what to which subject of which agency, when and why.

    SQL functions insert the columns from `at` to `data`; the trigger `audit_row_insert` sets the
    rest. `agency_id` 0 is the node itself. `data` holds ids, codes and hashes, never personal data.
    """

    version = models.PositiveSmallIntegerField(db_default=1, editable=False)
    at = models.DateTimeField()
    agency_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=10)
    account_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    official_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    dossier_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=200, db_default="")
    data = models.JSONField(db_default=RawSQL("'{}'::jsonb", ()))
    tx = TransactionIdField(db_default=RawSQL("pg_current_xact_id()", ()), editable=False)
    digest = models.BinaryField(max_length=32, db_default=b"", editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["tx", "id"], name="audit_in_commit_order"),
            models.Index(
                fields=["dossier_id", "id"],
                condition=Q(dossier_id__isnull=False),
                name="audit_of_dossier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


class AuditLog(models.Model):
    """The Merkle log of one agency: its size, its root, and what is needed to append to it.

    `frontier` holds the roots of the perfect subtrees of the log, largest first.
    """

    agency_id = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(default=0)
    frontier = ArrayField(models.BinaryField(max_length=32), default=list)
    root = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()
    exported_size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.size}"


class AuditLeaf(AppendOnlyModel):
    """The place of an audit row in its agency's log. No foreign key: a deletion leaves a hole."""

    pk = models.CompositePrimaryKey("agency_id", "position")
    agency_id = models.BigIntegerField()
    position = models.BigIntegerField()
    row_id = models.BigIntegerField(unique=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.position}"


class AuditCursor(models.Model):
    """How far the sealer is: the last row sealed, in commit-safe order, on which server."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    cluster = models.CharField(max_length=20)
    tx = TransactionIdField()
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_audit_cursor")]

    def __str__(self) -> str:
        return f"{self.tx}.{self.row_id}"


class OutboxRow(models.Model):
    """An event that waits for its handlers; deleted in the transaction of the last of them.

    SQL functions insert `agency_id, name, payload, emitted_at`; the rest has defaults.
    """

    agency_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    payload = models.JSONField()
    emitted_at = models.DateTimeField()
    due_at = models.DateTimeField(db_default=ALWAYS)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    state = models.CharField(
        max_length=7, choices=OutboxState, db_default=OutboxState.WAITING.value
    )
    error = models.CharField(max_length=200, db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["agency_id", "due_at", "id"],
                condition=Q(state=OutboxState.WAITING.value),
                name="outbox_waiting",
            ),
            models.Index(
                fields=["id"], condition=Q(state=OutboxState.DEAD.value), name="outbox_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class Handling(models.Model):
    """A handler that is done with an event of which another handler has failed."""

    pk = models.CompositePrimaryKey("event_id", "handler")
    event_id = models.BigIntegerField()
    handler = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.handler


class Blob(models.Model):
    """Content in the store, found by its SHA-256, with what the antivirus said of it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    state = models.CharField(max_length=9, choices=FileState, default=FileState.RECEIVED)
    checked_by = models.CharField(max_length=40, blank=True)
    checked_at = models.DateTimeField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["stored_at"],
                condition=Q(state=FileState.RECEIVED.value),
                name="blob_awaits_check",
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def path(self) -> str:
        """Give the place in the store."""
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


class StoredFile(models.Model):
    """A file somebody gave: a name to show, and the content it names.

    People write names and numbers of people into names of files, and nobody looks one up by it.
    """

    public_id = models.UUIDField(default=time_ordered_id, unique=True, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="files")
    name = SealedTextField(context="storedfile.name", help_text="for display only")
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def size(self) -> int:
        """Give the size in bytes."""
        return self.blob.size

    @property
    def media_type(self) -> str:
        """Give the type found in the content."""
        return self.blob.media_type

    @property
    def state(self) -> FileState:
        """Give the place in quarantine."""
        return FileState(self.blob.state)


class RequestKey(models.Model):
    """A write somebody may repeat: digests of its key and body, and the first answer (sealed)."""

    key = models.BinaryField(max_length=32, primary_key=True)
    body = models.BinaryField(max_length=32)
    claimed_at = models.DateTimeField(db_index=True)
    answer = models.BinaryField(null=True)

    def __str__(self) -> str:
        return bytes(self.key).hex()


class RateWindow(models.Model):
    """Tries counted under a hashed key since the first of them. The table is UNLOGGED."""

    key = models.BinaryField(max_length=32, primary_key=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    hits = models.IntegerField()

    def __str__(self) -> str:
        return bytes(self.key).hex()
