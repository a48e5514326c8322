"""Counters, shifts, tickets, bookings, scans and what is filed for others."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("counters", "0001_counters"),
        ("counters", "0002_scans"),
        ("counters", "0003_scans_by_mail"),
        ("counters", "0004_spare_covers"),
        ("counters", "0005_filing_helpers"),
        ("counters", "0006_closing_hour"),
        ("counters", "0007_bookings"),
        ("counters", "0008_bookings_end"),
        ("counters", "0009_seal_scan_names"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("dossiers", "0001_squashed_0060_acts_of_two_people"),
        ("identity", "0001_squashed_0007_papers_of_authority"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
        ("procedures", "0001_squashed_0010_who_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Comparison",
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
                                ("original", "Nộp bản chính"),
                                ("certified", "Bản sao có chứng thực"),
                                ("compared", "Bản sao đã đối chiếu với bản chính"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    (
                        "file",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
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
                ],
            ),
            migrations.CreateModel(
                name="ServiceKind",
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
                    ("prefix", models.CharField(max_length=2)),
                    ("name", models.CharField(max_length=100)),
                    ("name_en", models.CharField(blank=True, max_length=100)),
                    (
                        "minutes",
                        models.PositiveSmallIntegerField(
                            help_text="how long one visitor usually takes"
                        ),
                    ),
                    ("is_open", models.BooleanField(default=True)),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "last_at",
                        models.TimeField(
                            help_text="no number is given after this each day", null=True
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("unit", "prefix"), name="kind_prefix_once_a_unit"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Shift",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("opened_at", models.DateTimeField()),
                    ("paused_at", models.DateTimeField(null=True)),
                    (
                        "is_locked",
                        models.BooleanField(
                            default=False, help_text="who sat here left; another may come"
                        ),
                    ),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "counter",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
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
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at", None)),
                            fields=("counter",),
                            name="one_shift_a_counter",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("closed_at", None)),
                            fields=("official",),
                            name="one_shift_an_official",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Ticket",
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
                    ("day", models.DateField()),
                    ("number", models.PositiveIntegerField()),
                    ("priority", models.CharField(blank=True, max_length=20)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Đang chờ"),
                                ("called", "Đang được phục vụ"),
                                ("served", "Đã phục vụ"),
                                ("absent", "Gọi không có mặt"),
                            ],
                            default="waiting",
                            max_length=8,
                        ),
                    ),
                    ("issued_at", models.DateTimeField()),
                    (
                        "key",
                        models.CharField(
                            help_text="of the press that asked for it", max_length=80, unique=True
                        ),
                    ),
                    ("called_at", models.DateTimeField(null=True)),
                    ("calls", models.PositiveSmallIntegerField(default=0)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "counter",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="tickets",
                            to="counters.servicekind",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "booked_for",
                        models.DateTimeField(
                            help_text="its turn comes then, before others'", null=True
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["unit", "day", "state"], name="ticket_of_a_day")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kind", "day", "number"), name="ticket_number_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CounterFiling",
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
                    ("who", motcua.kernel.sealed.SealedJSONField(context="counterfiling.who")),
                    ("started_at", models.DateTimeField()),
                    (
                        "counter",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "started_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "ticket",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="counters.ticket",
                        ),
                    ),
                    (
                        "authority",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "helper",
                        motcua.kernel.sealed.SealedJSONField(
                            context="counterfiling.helper", null=True
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("dossier", None)),
                            fields=["counter"],
                            name="filing_begun_at_counter",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TicketNumbering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    ("last", models.PositiveIntegerField(default=0)),
                    (
                        "kind",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="counters.servicekind",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kind", "day"), name="ticket_numbering_once_a_day"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Kiosk",
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
                    ("name", models.CharField(max_length=100)),
                    ("code_digest", models.BinaryField(max_length=32, null=True)),
                    ("code_until", models.DateTimeField(null=True)),
                    ("made_at", models.DateTimeField()),
                    ("began_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["code_digest"],
                            name="kiosk_by_code",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Scan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sha256", models.CharField(max_length=64)),
                    ("received_at", models.DateTimeField()),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "name",
                        motcua.kernel.sealed.SealedTextField(
                            context="scan.name", help_text="for display only"
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("unit", "sha256"), name="scan_once_a_unit")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScanPart",
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
                    ("pages", models.PositiveIntegerField(default=0)),
                    (
                        "reason",
                        models.CharField(
                            blank=True, help_text="why it lies in the tray", max_length=24
                        ),
                    ),
                    ("settled_at", models.DateTimeField(null=True)),
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
                        "scan",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="parts",
                            to="counters.scan",
                        ),
                    ),
                    (
                        "settled_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "cover",
                        models.CharField(blank=True, db_default="", default="", max_length=40),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("settled_at", None)),
                            fields=["scan"],
                            name="scan_part_in_tray",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoverSheet",
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
                    ("paper_code", models.CharField(max_length=60)),
                    ("printed_at", models.DateTimeField()),
                    (
                        "filing",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="covers",
                            to="counters.counterfiling",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("filing", "paper_code"), name="one_cover_a_paper"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScanMail",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("digest", models.BinaryField(max_length=32, unique=True)),
                    ("sender", motcua.kernel.sealed.SealedTextField(context="scanmail.sender")),
                    ("received_at", models.DateTimeField()),
                    (
                        "counter",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("counter", None)),
                            fields=["received_at"],
                            name="scan_mail_of_stranger",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ScanSender",
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
                        "address",
                        models.EmailField(
                            help_text="of a scanner or an office, in small letters", max_length=254
                        ),
                    ),
                    ("added_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "added_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "counter",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("address",),
                            name="scan_sender_of_one_counter",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SpareCover",
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
                    ("number", models.PositiveIntegerField()),
                    ("printed_at", models.DateTimeField()),
                    ("paper_code", models.CharField(blank=True, max_length=60)),
                    ("bound_at", models.DateTimeField(null=True)),
                    (
                        "filing",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="counters.counterfiling",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("unit", "number"), name="spare_cover_number_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Booking",
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
                    ("code", models.CharField(max_length=8, unique=True)),
                    ("starts_at", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("booked", "Đã đặt"),
                                ("came", "Đã đến"),
                                ("missed", "Không đến"),
                                ("cancelled", "Đã hủy"),
                            ],
                            default="booked",
                            max_length=9,
                        ),
                    ),
                    (
                        "key",
                        models.CharField(
                            help_text="of the press that asked for it", max_length=80, unique=True
                        ),
                    ),
                    ("booked_at", models.DateTimeField()),
                    (
                        "turn",
                        models.PositiveSmallIntegerField(default=0, help_text="times it was moved"),
                    ),
                    (
                        "reason",
                        models.CharField(
                            blank=True, help_text="why the office cancelled it", max_length=300
                        ),
                    ),
                    ("reminded_at", models.DateTimeField(null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "kind",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bookings",
                            to="counters.servicekind",
                        ),
                    ),
                    (
                        "offering",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.offering",
                        ),
                    ),
                    (
                        "ticket",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="booking",
                            to="counters.ticket",
                        ),
                    ),
                    ("ends_at", models.DateTimeField()),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["kind", "starts_at"], name="booking_of_a_time"),
                        models.Index(fields=["account", "starts_at"], name="booking_of_an_account"),
                        models.Index(
                            condition=models.Q(("state", "booked")),
                            fields=["starts_at"],
                            name="booking_to_come",
                        ),
                    ],
                    "constraints": [
                        django.contrib.postgres.constraints.ExclusionConstraint(
                            condition=models.Q(("state", "booked")),
                            expressions=[
                                (models.F("account"), "="),
                                (
                                    models.Func(
                                        models.F("starts_at"),
                                        models.F("ends_at"),
                                        function="tstzrange",
                                        output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                    ),
                                    "&&",
                                ),
                            ],
                            name="one_booking_at_a_time",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="BookingPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("minutes", models.PositiveSmallIntegerField()),
                    (
                        "places",
                        models.PositiveSmallIntegerField(
                            help_text="people who may book the same time"
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    (
                        "kind",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="booking_plans",
                            to="counters.servicekind",
                        ),
                    ),
                    (
                        "made_by",
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
                        models.UniqueConstraint(
                            fields=("kind", "valid_from"), name="booking_plan_once_a_day"
                        )
                    ],
                },
            ),
        ),
    ]
