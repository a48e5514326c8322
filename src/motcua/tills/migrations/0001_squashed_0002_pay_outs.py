"""Drawers of cash, hand-overs, deposits and what is paid out."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("tills", "0001_initial"),
        ("tills", "0002_pay_outs"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("payments", "0001_squashed_0014_several_accounts"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Drawer",
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
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Đang thu"),
                                ("counted", "Chờ người thứ hai xem chênh lệch"),
                                ("closed", "Đã đóng"),
                            ],
                            default="open",
                            max_length=7,
                        ),
                    ),
                    ("opened_at", models.DateTimeField()),
                    ("began_with", models.PositiveBigIntegerField(help_text="đồng")),
                    ("pieces", models.JSONField(default=dict, help_text="{note: count}")),
                    ("counted", models.PositiveBigIntegerField(help_text="đồng", null=True)),
                    ("expected", models.PositiveBigIntegerField(help_text="đồng", null=True)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("counted_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
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
                    "indexes": [
                        models.Index(fields=["agency", "-opened_at"], name="drawer_of_agency")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "open")),
                            fields=("official",),
                            name="one_open_drawer_an_official",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("state", "open"), ("counted__isnull", False), _connector="OR"
                            ),
                            name="drawer_counted_before_it_ends",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HandOver",
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
                        "key",
                        models.CharField(
                            help_text="of the press that gave it on", max_length=80, unique=True
                        ),
                    ),
                    ("pieces", models.JSONField(help_text="{note: count}")),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("asked", "Chờ người nhận đếm lại"),
                                ("taken", "Đã nhận"),
                                ("refused", "Không nhận"),
                            ],
                            default="asked",
                            max_length=7,
                        ),
                    ),
                    ("given_at", models.DateTimeField()),
                    ("taken_at", models.DateTimeField(null=True)),
                    (
                        "drawer",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="hand_overs",
                            to="tills.drawer",
                        ),
                    ),
                    (
                        "taken_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "to_drawer",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="tills.drawer",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="hand_over_has_an_amount"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Deposit",
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
                        "key",
                        models.CharField(
                            help_text="of the press that brought it", max_length=80, unique=True
                        ),
                    ),
                    ("reference", models.CharField(max_length=12, unique=True)),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("made_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="deposit_has_an_amount"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PayOut",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("receiver", motcua.kernel.sealed.SealedTextField(context="payout.receiver")),
                    (
                        "proof",
                        models.CharField(
                            choices=[
                                ("code", "Mã nhận tiền"),
                                ("signature", "Chữ ký trên phiếu chi"),
                            ],
                            max_length=9,
                        ),
                    ),
                    ("paid_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "drawer",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="tills.drawer",
                        ),
                    ),
                    (
                        "paid_by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "refund",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.refund",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="pay_out_has_an_amount"
                        )
                    ],
                },
            ),
        ),
    ]
