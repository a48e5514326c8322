"""Series, their counters, receipts and what is asked to change."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("receipts", "0001_initial"),
        ("receipts", "0002_payers_tax_codes_and_what_is_behind"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
        ("payments", "0001_squashed_0014_several_accounts"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Series",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("form_symbol", models.CharField(max_length=12)),
                    ("letters", models.CharField(max_length=4)),
                    ("collector_name", models.CharField(max_length=200)),
                    ("collector_tax_code", models.CharField(max_length=14)),
                    (
                        "dialect",
                        models.CharField(
                            choices=[
                                ("northern", "linh, nghìn (một trăm linh năm nghìn)"),
                                ("southern", "lẻ, ngàn (một trăm lẻ năm ngàn)"),
                            ],
                            default="northern",
                            max_length=8,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    (
                        "valid_to",
                        models.DateField(help_text="first day it no longer holds", null=True),
                    ),
                    ("opened_by", models.BigIntegerField(help_text="official", null=True)),
                    ("opened_at", models.DateTimeField()),
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
                        models.Index(fields=["agency", "valid_from"], name="series_of_agency")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("collector_tax_code", "form_symbol", "letters"),
                            name="series_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gte", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="series_ends_after_it_began",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Receipt",
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
                    ("year", models.PositiveSmallIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("original", "Biên lai"),
                                ("replacement", "Biên lai thay thế"),
                                ("adjustment", "Biên lai điều chỉnh"),
                                ("cancellation", "Biên lai hủy"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("rule", models.CharField(max_length=20)),
                    ("form_symbol", models.CharField(max_length=12)),
                    ("symbol", models.CharField(max_length=12)),
                    ("collector_name", models.CharField(max_length=200)),
                    ("collector_tax_code", models.CharField(max_length=14)),
                    ("payer_name", models.CharField(blank=True, max_length=200)),
                    (
                        "payer_folded",
                        models.CharField(blank=True, help_text="for searching", max_length=200),
                    ),
                    ("lines", models.JSONField(help_text="[{code, name, amount}]")),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("effect", models.BigIntegerField(help_text="đồng")),
                    ("in_words", models.CharField(max_length=300)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("paid_at", models.DateTimeField()),
                    (
                        "paid_by",
                        models.CharField(help_text="providers, joined by +", max_length=40),
                    ),
                    ("issued_at", models.DateTimeField()),
                    ("issued_on", models.DateField(help_text="civil day of issued_at")),
                    ("verification_id", models.CharField(max_length=26, unique=True)),
                    ("asked_by", models.BigIntegerField(help_text="official", null=True)),
                    ("decided_by", models.BigIntegerField(help_text="official", null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "follows",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="follower",
                            to="receipts.receipt",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.order",
                        ),
                    ),
                    (
                        "series",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="receipts.series",
                        ),
                    ),
                    (
                        "payer_tax_code",
                        models.CharField(blank=True, db_default="", default="", max_length=14),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency", "issued_on", "id"], name="receipt_of_day"),
                        models.Index(fields=["agency", "number"], name="receipt_by_number"),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["payer_folded"],
                            name="receipt_payer_trigram",
                            opclasses=["gin_trgm_ops"],
                        ),
                        models.Index(
                            condition=models.Q(("kind", "original"), _negated=True),
                            fields=["agency", "issued_on", "id"],
                            name="receipt_that_follows",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("series", "year", "number"), name="receipt_number_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("kind", "original")),
                            fields=("order",),
                            name="one_first_receipt_for_an_order",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("follows", None), ("kind", "original")),
                                models.Q(
                                    models.Q(("kind", "original"), _negated=True),
                                    ("follows__isnull", False),
                                    models.Q(("reason", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="receipt_that_follows_says_why",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "cancellation"), _negated=True),
                                ("amount", 0),
                                _connector="OR",
                            ),
                            name="cancelled_receipt_is_of_nothing",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("number__gt", 0)), name="receipt_has_a_number"
                        ),
                    ],
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
                    (
                        "year",
                        models.PositiveSmallIntegerField(help_text="0 where numbers never restart"),
                    ),
                    ("last", models.PositiveIntegerField(default=0)),
                    ("last_at", models.DateTimeField(null=True)),
                    (
                        "series",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="counters",
                            to="receipts.series",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("series", "year"), name="receipt_counter_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Papers",
                fields=[
                    (
                        "receipt",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="papers",
                            serialize=False,
                            to="receipts.receipt",
                        ),
                    ),
                    ("written_at", models.DateTimeField(null=True)),
                    (
                        "pdf",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "xml",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("written_at", None)),
                            fields=["receipt"],
                            name="receipt_not_written",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Due",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("subject_kind", models.CharField(max_length=20)),
                    ("subject_id", models.BigIntegerField()),
                    ("paid_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "order",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.order",
                        ),
                    ),
                    (
                        "latest",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="receipts.receipt",
                        ),
                    ),
                    (
                        "is_behind",
                        models.BooleanField(
                            db_default=False,
                            default=False,
                            help_text="money moved since the last receipt",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("latest", None)),
                            fields=["agency", "paid_at"],
                            name="receipt_still_due",
                        ),
                        models.Index(
                            fields=["subject_kind", "subject_id"], name="receipt_due_of_subject"
                        ),
                        models.Index(fields=["paid_at"], name="receipt_due_by_payment"),
                        models.Index(
                            condition=models.Q(("is_behind", True)),
                            fields=["agency"],
                            name="receipt_due_is_behind",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Correction",
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
                                ("original", "Biên lai"),
                                ("replacement", "Biên lai thay thế"),
                                ("adjustment", "Biên lai điều chỉnh"),
                                ("cancellation", "Biên lai hủy"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("payer_name", models.CharField(blank=True, max_length=200)),
                    ("reason", models.CharField(max_length=300)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("asked", "Chờ người thứ hai đồng ý"),
                                ("done", "Đã làm"),
                                ("refused", "Không đồng ý"),
                            ],
                            default="asked",
                            max_length=8,
                        ),
                    ),
                    ("asked_by", models.BigIntegerField(help_text="official")),
                    ("asked_at", models.DateTimeField()),
                    ("decided_by", models.BigIntegerField(help_text="official", null=True)),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "of",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="receipts.receipt",
                        ),
                    ),
                    (
                        "payer_tax_code",
                        models.CharField(blank=True, db_default="", default="", max_length=14),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "asked")),
                            fields=("of",),
                            name="one_correction_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["replacement", "cancellation"])),
                            name="correction_replaces_or_cancels",
                        ),
                    ],
                },
            ),
        ),
        refuse_changes("receipts_receipt"),
    ]
