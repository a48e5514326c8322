"""Roll-ups and reports."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("insight", "0001_initial"),
        ("insight", "0002_reports_of_units"),
        ("insight", "0003_report_by_two_people"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Counted",
                fields=[
                    ("dossier_id", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("agency_id", models.BigIntegerField(default=0)),
                    ("unit_id", models.BigIntegerField(default=0)),
                    ("official_id", models.BigIntegerField(default=0)),
                    ("procedure_code", models.CharField(default="", max_length=30)),
                    ("channel", models.CharField(default="", max_length=8)),
                    ("received_on", models.DateField(null=True)),
                    ("accepted_on", models.DateField(null=True)),
                    ("settled_on", models.DateField(null=True)),
                    ("is_late", models.BooleanField(default=False)),
                    ("ended_on", models.DateField(null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["agency_id", "received_on", "dossier_id"],
                            name="counted_received",
                        ),
                        models.Index(
                            condition=models.Q(("accepted_on__isnull", False)),
                            fields=["agency_id", "accepted_on", "dossier_id"],
                            name="counted_accepted",
                        ),
                        models.Index(
                            condition=models.Q(("settled_on__isnull", False)),
                            fields=["agency_id", "settled_on", "dossier_id"],
                            name="counted_settled",
                        ),
                        models.Index(
                            condition=models.Q(("ended_on__isnull", False)),
                            fields=["agency_id", "ended_on", "dossier_id"],
                            name="counted_ended",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DaySum",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("agency_id", models.BigIntegerField()),
                    ("unit_id", models.BigIntegerField()),
                    ("received", models.IntegerField()),
                    ("accepted", models.IntegerField()),
                    ("on_time", models.IntegerField()),
                    ("late", models.IntegerField()),
                    ("ended", models.IntegerField()),
                    ("is_folded", models.BooleanField(db_default=False, default=False)),
                    ("day", models.DateField()),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("is_folded", False)),
                            fields=["agency_id", "day"],
                            name="day_not_folded",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_folded", True)),
                            fields=("agency_id", "day", "unit_id"),
                            name="day_folded_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MonthSum",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("agency_id", models.BigIntegerField()),
                    ("unit_id", models.BigIntegerField()),
                    ("received", models.IntegerField()),
                    ("accepted", models.IntegerField()),
                    ("on_time", models.IntegerField()),
                    ("late", models.IntegerField()),
                    ("ended", models.IntegerField()),
                    ("is_folded", models.BooleanField(db_default=False, default=False)),
                    ("month", models.DateField()),
                    ("official_id", models.BigIntegerField()),
                    ("procedure_code", models.CharField(max_length=30)),
                    ("channel", models.CharField(max_length=8)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("is_folded", False)),
                            fields=["agency_id", "month"],
                            name="month_not_folded",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_folded", True)),
                            fields=(
                                "agency_id",
                                "month",
                                "unit_id",
                                "official_id",
                                "procedure_code",
                                "channel",
                            ),
                            name="month_folded_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Report",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("register", "Sổ theo dõi hồ sơ (mẫu 06)"),
                                ("period", "Báo cáo tình hình giải quyết hồ sơ"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "format",
                        models.CharField(
                            choices=[("xlsx", "Bảng tính (xlsx)"), ("pdf", "Bản in (PDF)")],
                            max_length=4,
                        ),
                    ),
                    ("since", models.DateField()),
                    ("until", models.DateField()),
                    ("purpose", models.CharField(max_length=200)),
                    ("asked_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Đang chờ"),
                                ("writing", "Đang lập"),
                                ("ready", "Đã xong"),
                                ("failed", "Không lập được"),
                                ("gone", "Đã xóa"),
                            ],
                            default="waiting",
                            max_length=7,
                        ),
                    ),
                    (
                        "lines",
                        models.PositiveIntegerField(default=0, help_text="how many there will be"),
                    ),
                    (
                        "done",
                        models.PositiveIntegerField(default=0, help_text="how many are written"),
                    ),
                    (
                        "ends_at",
                        models.DateTimeField(help_text="when the file is thrown away", null=True),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.UUIDField(
                            help_text="public id of the only unit; empty for all", null=True
                        ),
                    ),
                    (
                        "procedure",
                        models.CharField(blank=True, db_default="", default="", max_length=30),
                    ),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    ("is_agreed", models.BooleanField(null=True)),
                    ("needs_second", models.BooleanField(db_default=False, default=False)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["official", "-asked_at"], name="report_of_official")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", models.F("official")),
                                ("needs_second", True),
                                _negated=True,
                            ),
                            name="report_by_two_people",
                        )
                    ],
                },
            ),
        ),
    ]
