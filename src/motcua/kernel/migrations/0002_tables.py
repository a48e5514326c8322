"""The tables of the kernel, as they began."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import motcua.kernel.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_extensions"),
    ]

    operations = [
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
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_audit_cursor")
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
                        db_default=django.db.models.expressions.RawSQL("pg_current_xact_id()", ()),
                        editable=False,
                    ),
                ),
                ("digest", models.BinaryField(db_default=b"", max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["tx", "id"], name="audit_in_commit_order"),
                    models.Index(
                        fields=["subject_kind", "subject_id", "id"], name="audit_of_subject"
                    ),
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
                        db_default=datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(help_text="for display only", max_length=200)),
                ("stored_at", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="kernel.blob",
                    ),
                ),
            ],
        ),
    ]
