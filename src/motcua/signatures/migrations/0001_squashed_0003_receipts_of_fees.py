"""What is signed, and by whom; signed documents are only added."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("signatures", "0001_initial"),
        ("signatures", "0002_signed_documents_are_only_added"),
        ("signatures", "0003_receipts_of_fees"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="TrustAnchor",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    (
                        "fingerprint",
                        models.CharField(
                            help_text="SHA-256, hexadecimal", max_length=64, unique=True
                        ),
                    ),
                    ("certificate", models.TextField(help_text="PEM")),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("anchor", "Gốc tin cậy"), ("issuing", "Nơi cấp trung gian")],
                            max_length=12,
                        ),
                    ),
                    ("source", models.CharField(blank=True, max_length=200)),
                    ("is_demo", models.BooleanField(default=False)),
                    ("believed_from", models.DateTimeField()),
                    ("believed_to", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="SignedDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("verification_id", models.CharField(max_length=26, unique=True)),
                    ("sha256", models.CharField(db_index=True, max_length=64)),
                    ("size", models.PositiveIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("result", "Kết quả giải quyết"),
                                ("slip", "Phiếu"),
                                ("receipt", "Biên nhận"),
                                ("fee", "Biên lai"),
                                ("other", "Văn bản khác"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("title", models.CharField(max_length=200)),
                    ("signer_names", models.JSONField(default=list)),
                    ("signed_at", models.DateTimeField()),
                    (
                        "reference",
                        models.CharField(
                            blank=True, help_text="the owner's random id", max_length=80
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["reference"], name="signed_document_reference")
                    ],
                },
            ),
            migrations.CreateModel(
                name="SigningKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("agency-seal", "Chữ ký số của cơ quan"),
                                ("personal", "Chữ ký số cá nhân"),
                            ],
                            max_length=12,
                        ),
                    ),
                    (
                        "subject",
                        models.CharField(help_text="the name that signatures show", max_length=200),
                    ),
                    ("serial", models.CharField(help_text="hexadecimal", max_length=64)),
                    (
                        "fingerprint",
                        models.CharField(
                            help_text="SHA-256, hexadecimal", max_length=64, unique=True
                        ),
                    ),
                    ("certificate", models.TextField(help_text="PEM")),
                    ("provider", models.CharField(max_length=20)),
                    ("reference", models.CharField(max_length=200)),
                    ("valid_from", models.DateTimeField()),
                    ("valid_to", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency", "kind"], name="signing_key_of_agency")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "reference"), name="signing_key_held_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "agency-seal"), ("official__isnull", True)),
                                models.Q(("kind", "personal"), ("official__isnull", False)),
                                _connector="OR",
                            ),
                            name="signing_key_personal_has_official",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("valid_to__gt", models.F("valid_from"))),
                            name="signing_key_has_days",
                        ),
                    ],
                },
            ),
        ),
        refuse_changes("signatures_signeddocument"),
    ]
