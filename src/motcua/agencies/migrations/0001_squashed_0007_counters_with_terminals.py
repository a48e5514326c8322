"""Agencies, units, posts, officials, absences, counters and the calendar."""

import datetime
import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_calendar_day_instead_of"),
        ("agencies", "0003_who_posted"),
        ("agencies", "0004_absences"),
        ("agencies", "0005_identity_of_officials"),
        ("agencies", "0006_likenesses"),
        ("agencies", "0007_counters_with_terminals"),
    ]
    dependencies = [
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Agency",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("code", models.CharField(max_length=35, unique=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("ministry", "Bộ, cơ quan ngang bộ"),
                                ("province", "Ủy ban nhân dân cấp tỉnh"),
                                ("department", "Sở, ngành"),
                                ("commune", "Ủy ban nhân dân cấp xã"),
                                ("police", "Công an"),
                                ("other", "Cơ quan khác"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("address", models.CharField(blank=True, max_length=300)),
                    ("phone", models.CharField(blank=True, max_length=20)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "parent",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "successor",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="predecessors",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "place",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="agencies",
                            to="agencies.place",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "agencies",
                },
            ),
            migrations.CreateModel(
                name="Official",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("staff_code", models.CharField(max_length=20)),
                    ("full_name", models.CharField(max_length=100)),
                    ("title", models.CharField(blank=True, max_length=100)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("search_text", models.TextField(default="", editable=False)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="officials",
                            to="agencies.agency",
                        ),
                    ),
                    ("identity_index", models.BinaryField(max_length=32, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("identity_index__isnull", False)),
                            fields=["identity_index"],
                            name="official_identity",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "staff_code"), name="staff_code_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Place",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("code", models.CharField(max_length=8)),
                    (
                        "level",
                        models.CharField(
                            choices=[
                                ("province", "Tỉnh, thành phố"),
                                ("district", "Quận, huyện"),
                                ("commune", "Xã, phường, đặc khu"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("name_en", models.CharField(blank=True, max_length=120)),
                    (
                        "kind",
                        models.CharField(
                            help_text="phường, xã, đặc khu, tỉnh, thành phố …", max_length=40
                        ),
                    ),
                    ("search_text", models.TextField(editable=False)),
                    ("source", models.CharField(blank=True, max_length=200)),
                    (
                        "parent",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="agencies.place",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search_text"], name="place_search", opclasses=["gin_trgm_ops"]
                        ),
                        models.Index(
                            fields=["parent", "name"], name="agencies_pl_parent__5a8a29_idx"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("code", "level", "valid_from"), name="place_once_per_era"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PlaceSuccession",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("effective_on", models.DateField()),
                    ("is_partial", models.BooleanField(default=False)),
                    ("citation", models.CharField(blank=True, max_length=200)),
                    (
                        "new",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="predecessors",
                            to="agencies.place",
                        ),
                    ),
                    (
                        "old",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="successors",
                            to="agencies.place",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("old", "new"), name="place_succession_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Unit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("code", models.CharField(max_length=20)),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(blank=True, max_length=200)),
                    ("path", models.CharField(default="", editable=False, max_length=120)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="units",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "parent",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="children",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "successor",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="predecessors",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["path"], name="unit_path", opclasses=["text_pattern_ops"]
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "code"), name="unit_code_once_per_agency"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Posting",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "role",
                        models.CharField(
                            choices=[
                                ("receptionist", "Cán bộ một cửa"),
                                ("specialist", "Chuyên viên"),
                                ("head", "Trưởng phòng"),
                                ("clerk", "Văn thư"),
                                ("accountant", "Kế toán"),
                                ("leader", "Lãnh đạo"),
                                ("administrator", "Quản trị"),
                                ("auditor", "Kiểm tra"),
                            ],
                            max_length=14,
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="postings",
                            to="agencies.unit",
                        ),
                    ),
                    ("posted_at", models.DateTimeField(null=True)),
                    (
                        "posted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to__isnull", True),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="posting_has_days",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Grant",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("receipt", "Tiếp nhận thay cơ quan khác"),
                                ("audit", "Kiểm tra"),
                                ("consultation", "Lấy ý kiến"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("reason", models.CharField(max_length=300)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "granted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="granted",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="grants",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Counter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=10)),
                    ("name", models.CharField(max_length=100)),
                    ("is_open", models.BooleanField(default=True)),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="counters",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "terminal",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("unit", "code"), name="counter_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("terminal", ""), _negated=True),
                            fields=("terminal",),
                            name="terminal_stands_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="WorkingHours",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    ("weekday", models.PositiveSmallIntegerField(help_text="1 Monday … 7 Sunday")),
                    ("opens_at", models.TimeField()),
                    ("closes_at", models.TimeField()),
                    ("citation", models.CharField(blank=True, max_length=200)),
                    (
                        "agency",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="working_hours",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "working hours",
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                            name="hours_close_after_opening",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("weekday__gte", 1), ("weekday__lte", 7)),
                            name="hours_on_a_weekday",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgencyIdentifier",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "form",
                        models.CharField(
                            choices=[
                                ("qd20", "QĐ 20/2020/QĐ-TTg"),
                                ("qcvn102", "QCVN 102:2016/BTTTT"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("code", models.CharField(max_length=35)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="identifiers",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("code", "valid_from"), name="agency_identifier_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CalendarDay",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[("off", "Nghỉ"), ("worked", "Làm bù")], max_length=6
                        ),
                    ),
                    ("name", models.CharField(max_length=120)),
                    ("name_en", models.CharField(blank=True, max_length=120)),
                    ("citation", models.CharField(blank=True, max_length=200)),
                    ("is_confirmed", models.BooleanField(default=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="calendar_days",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "instead_of",
                        models.DateField(
                            blank=True, help_text="the day off it is worked for", null=True
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "day"), name="calendar_day_once", nulls_distinct=False
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Absence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(default=datetime.date(1900, 1, 1))),
                    ("valid_to", models.DateField(blank=True, null=True)),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "roles",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("receptionist", "Cán bộ một cửa"),
                                    ("specialist", "Chuyên viên"),
                                    ("head", "Trưởng phòng"),
                                    ("clerk", "Văn thư"),
                                    ("accountant", "Kế toán"),
                                    ("leader", "Lãnh đạo"),
                                    ("administrator", "Quản trị"),
                                    ("auditor", "Kiểm tra"),
                                ],
                                max_length=14,
                            ),
                            default=list,
                            size=None,
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=200)),
                    ("set_at", models.DateTimeField()),
                    (
                        "delegate",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="delegated",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="absences",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "set_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to__gt", models.F("valid_from")),
                                ("valid_to__isnull", False),
                            ),
                            name="absence_has_days",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("delegate", models.F("official")), _negated=True),
                            name="nobody_stands_in_for_himself",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Likeness",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("is_same", models.BooleanField()),
                    ("reason", models.CharField(max_length=300)),
                    ("settled_at", models.DateTimeField()),
                    (
                        "first",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "second",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "settled_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "likenesses",
                    "constraints": [
                        models.UniqueConstraint(fields=("first", "second"), name="likeness_once"),
                        models.CheckConstraint(
                            condition=models.Q(("first__lt", models.F("second"))),
                            name="likeness_of_two_in_order",
                        ),
                    ],
                },
            ),
        ),
    ]
