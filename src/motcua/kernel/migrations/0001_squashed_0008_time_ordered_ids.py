"""Files, the audit log, the outbox, and what else each room stands on."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    BtreeGistExtension,
    TrigramExtension,
)
from django.db import migrations, models

import motcua.kernel.fields
import motcua.kernel.ids
import motcua.kernel.sealed
from motcua.kernel.tables import CreateModels

# The cache and the rate limits are kept in tables that write no log: a crash may empty them.
_UNLOGGED = """
ALTER TABLE kernel_ratewindow SET UNLOGGED;
ALTER TABLE kernel_ratewindow SET (fillfactor = 50);
CREATE UNLOGGED TABLE kernel_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""
_LOGGED = """
DROP TABLE kernel_cache;
ALTER TABLE kernel_ratewindow SET LOGGED;
"""
# The database computes the digest of every audit row, whoever inserts it, and refuses changes.
# `audit_digest_v1` is never replaced: a later shape of the row gets `_v2` and a new `version`.
_DIGEST = """
CREATE FUNCTION audit_digest_v1(r kernel_auditrow) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT sha256(convert_to(jsonb_build_array(
        'motcua.audit.v1', r.id, (extract(epoch FROM r.at) * 1000000)::bigint,
        r.agency_id, r.actor_kind, r.account_id, r.person_id, r.official_id,
        r.action, r.subject_kind, r.subject_id, r.dossier_id, r.purpose, r.data, r.tx::text
    )::text, 'UTF8'));
END;

CREATE FUNCTION audit_row_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := 1;
    NEW.tx := pg_current_xact_id();
    NEW.digest := audit_digest_v1(NEW);
    RETURN NEW;
END;
$$;
CREATE TRIGGER audit_row_insert BEFORE INSERT ON kernel_auditrow
    FOR EACH ROW EXECUTE FUNCTION audit_row_insert();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditrow
    FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditleaf
    FOR EACH ROW EXECUTE FUNCTION append_only();
"""
_NO_DIGEST = """
DROP TRIGGER append_only ON kernel_auditleaf;
DROP TRIGGER append_only ON kernel_auditrow;
DROP TRIGGER audit_row_insert ON kernel_auditrow;
DROP FUNCTION append_only();
DROP FUNCTION audit_row_insert();
DROP FUNCTION audit_digest_v1(kernel_auditrow);
"""
# Ring for the outbox only when its drainer sleeps.
#
# NOTIFY makes commits wait for each other (measured here: 25,000 a second without, 6,000 with, at 32
# clients). So whoever emits holds a shared lock until it commits, and the drainer sleeps under the
# same lock held alone: when the emitter cannot share it, somebody sleeps, and it rings. The drainer
# cannot take the lock, and so looks again soon, while an event is about to be committed.
_BELL = """
CREATE FUNCTION outbox_ring() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(7811101) THEN
        PERFORM pg_notify('motcua_outbox', '');
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER outbox_ring AFTER INSERT ON kernel_outboxrow
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_ring();
"""
_NO_BELL = """
DROP TRIGGER outbox_ring ON kernel_outboxrow;
DROP FUNCTION outbox_ring();
"""
# SQL makes public ids that sort by time; PostgreSQL has a function for it from 18 on only.
# A random UUID is of version 4 and of the right variant: its 4 becomes 7, and the milliseconds
# stand in its first 48 bits.
_TIME_ORDERED_ID = """
CREATE FUNCTION kernel_time_ordered_id_v1(at timestamptz) RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    PLACING substring(int8send((extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid
$$
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("kernel", "0001_extensions"),
        ("kernel", "0002_tables"),
        ("kernel", "0003_unlogged"),
        ("kernel", "0004_audit_digest"),
        ("kernel", "0005_outbox_bell"),
        ("kernel", "0006_seal_file_names"),
        ("kernel", "0007_words_within"),
        ("kernel", "0008_time_ordered_ids"),
    ]
    dependencies = []
    operations = [
        # Trigrams for search, btree_gist for periods, btree_gin for words sought within an agency.
        TrigramExtension(),
        BtreeGistExtension(),
        BtreeGinExtension(),
        CreateModels(
            migrations.CreateModel(
                name="AuditLeaf",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "agency_id",
                            "position",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("agency_id", models.BigIntegerField()),
                    ("position", models.BigIntegerField()),
                    ("row_id", models.BigIntegerField(unique=True)),
                    ("digest", models.BinaryField(max_length=32)),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="AuditLog",
                fields=[
                    ("agency_id", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("size", models.BigIntegerField(default=0)),
                    (
                        "frontier",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BinaryField(max_length=32), default=list, size=None
                        ),
                    ),
                    ("root", models.BinaryField(max_length=32)),
                    ("sealed_at", models.DateTimeField()),
                    ("exported_size", models.BigIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name="RateWindow",
                fields=[
                    ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                    ("started_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(db_index=True)),
                    ("hits", models.IntegerField()),
                ],
            ),
            migrations.CreateModel(
                name="RequestKey",
                fields=[
                    ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                    ("body", models.BinaryField(max_length=32)),
                    ("claimed_at", models.DateTimeField(db_index=True)),
                    ("answer", models.BinaryField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name="AuditCursor",
                fields=[
                    ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                    ("cluster", models.CharField(max_length=20)),
                    ("tx", motcua.kernel.fields.TransactionIdField()),
                    ("row_id", models.BigIntegerField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("id", 1)), name="one_audit_cursor"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AuditRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("version", models.PositiveSmallIntegerField(db_default=1, editable=False)),
                    ("at", models.DateTimeField()),
                    ("agency_id", models.BigIntegerField()),
                    ("actor_kind", models.CharField(max_length=10)),
                    ("account_id", models.BigIntegerField(null=True)),
                    ("person_id", models.BigIntegerField(null=True)),
                    ("official_id", models.BigIntegerField(null=True)),
                    ("action", models.CharField(max_length=80)),
                    ("subject_kind", models.CharField(max_length=40)),
                    ("subject_id", models.CharField(max_length=80)),
                    ("dossier_id", models.BigIntegerField(null=True)),
                    ("purpose", models.CharField(db_default="", max_length=200)),
                    (
                        "data",
                        models.JSONField(
                            db_default=django.db.models.expressions.RawSQL("'{}'::jsonb", ())
                        ),
                    ),
                    (
                        "tx",
                        motcua.kernel.fields.TransactionIdField(
                            db_default=django.db.models.expressions.RawSQL(
                                "pg_current_xact_id()", ()
                            ),
                            editable=False,
                        ),
                    ),
                    ("digest", models.BinaryField(db_default=b"", max_length=32)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["tx", "id"], name="audit_in_commit_order"),
                        models.Index(
                            condition=models.Q(("dossier_id__isnull", False)),
                            fields=["dossier_id", "id"],
                            name="audit_of_dossier",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Blob",
                fields=[
                    ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ("size", models.BigIntegerField(help_text="bytes")),
                    ("media_type", models.CharField(max_length=100)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("received", "Đang chờ kiểm tra"),
                                ("clean", "Đã kiểm tra, an toàn"),
                                ("infected", "Có mã độc"),
                                ("unchecked", "Không có bộ quét mã độc"),
                            ],
                            default="received",
                            max_length=9,
                        ),
                    ),
                    ("checked_by", models.CharField(blank=True, max_length=40)),
                    ("checked_at", models.DateTimeField(null=True)),
                    ("stored_at", models.DateTimeField()),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "received")),
                            fields=["stored_at"],
                            name="blob_awaits_check",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="OutboxRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("agency_id", models.BigIntegerField()),
                    ("name", models.CharField(max_length=80)),
                    ("payload", models.JSONField()),
                    ("emitted_at", models.DateTimeField()),
                    (
                        "due_at",
                        models.DateTimeField(
                            db_default=datetime.datetime(
                                1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                            )
                        ),
                    ),
                    ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                    (
                        "state",
                        models.CharField(
                            choices=[("waiting", "Đang chờ"), ("dead", "Đã dừng thử")],
                            db_default="waiting",
                            max_length=7,
                        ),
                    ),
                    ("error", models.CharField(db_default="", max_length=200)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")),
                            fields=["agency_id", "due_at", "id"],
                            name="outbox_waiting",
                        ),
                        models.Index(
                            condition=models.Q(("state", "dead")), fields=["id"], name="outbox_dead"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Handling",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "event_id",
                            "handler",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("handler", models.CharField(max_length=200)),
                    ("event_id", models.BigIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name="StoredFile",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(
                            default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
                        ),
                    ),
                    ("stored_at", models.DateTimeField()),
                    (
                        "blob",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="kernel.blob",
                        ),
                    ),
                    (
                        "name",
                        motcua.kernel.sealed.SealedTextField(
                            context="storedfile.name", help_text="for display only"
                        ),
                    ),
                ],
            ),
        ),
        migrations.RunSQL(_UNLOGGED, _LOGGED),
        migrations.RunSQL(_DIGEST, _NO_DIGEST),
        migrations.RunSQL(_BELL, _NO_BELL),
        migrations.RunSQL(_TIME_ORDERED_ID, "DROP FUNCTION kernel_time_ordered_id_v1(timestamptz)"),
    ]
