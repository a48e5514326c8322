"""Orders, refunds and the ledger, which sums to zero."""

import django.db.models.deletion
import motcua.kernel.sealed
import uuid
from django.db import migrations, models

from motcua.kernel.tables import CreateModels

_BALANCED = """
CREATE FUNCTION payments_ledger_balance_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum(amount) FROM payments_ledgerentry WHERE transaction_id = NEW.transaction_id) <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.transaction_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_sums_to_zero AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_ledger_balance_v1();
"""
_UNBALANCED = """
DROP TRIGGER ledger_sums_to_zero ON payments_ledgerentry;
DROP FUNCTION payments_ledger_balance_v1;
"""


class Migration(migrations.Migration):
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0002_ledger_sums_to_zero"),
        ("payments", "0003_seal_what_payers_write"),
        ("payments", "0004_a_debt_may_be_ordered_again"),
        ("payments", "0005_refunds"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="LedgerTransaction",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=120, unique=True)),
                    ("booked_at", models.DateTimeField()),
                    ("description", models.CharField(max_length=200)),
                    (
                        "order",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="bookings",
                            to="payments.order",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="LedgerAccount",
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
                                ("clearing", "Tiền tại đơn vị thanh toán"),
                                ("income", "Phí, lệ phí phải nộp ngân sách"),
                                ("suspense", "Tiền chưa rõ, chờ xử lý"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("provider", models.CharField(blank=True, max_length=20)),
                    (
                        "agency",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kind", "provider", "agency"),
                            name="ledger_account_once",
                            nulls_distinct=False,
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="LedgerEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", models.BigIntegerField(help_text="đồng")),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="payments.ledgeraccount",
                        ),
                    ),
                    (
                        "transaction",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="payments.ledgertransaction",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount", 0), _negated=True),
                            name="entry_moves_something",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Order",
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
                    ("reference", models.CharField(max_length=20, unique=True)),
                    ("key", models.CharField(max_length=80)),
                    ("subject_kind", models.CharField(max_length=20)),
                    ("subject_id", models.BigIntegerField()),
                    ("description", models.CharField(max_length=200)),
                    ("lines", models.JSONField(help_text="[{code, name: {vi, en}, amount}]")),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("received", models.PositiveBigIntegerField(default=0, help_text="đồng")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Chờ thanh toán"),
                                ("paid", "Đã thanh toán"),
                                ("expired", "Đã hết hạn thanh toán"),
                                ("cancelled", "Đã hủy"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("opened_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("paid_at", models.DateTimeField(null=True)),
                    ("paid_by", models.CharField(blank=True, help_text="provider", max_length=20)),
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
                        models.Index(
                            fields=["subject_kind", "subject_id"], name="order_of_subject"
                        ),
                        models.Index(
                            condition=models.Q(("state", "open")),
                            fields=["expires_at"],
                            name="order_open",
                        ),
                        models.Index(fields=["key", "id"], name="order_of_debt"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="order_has_an_amount"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "paid"), _negated=True),
                                ("paid_at__isnull", False),
                                _connector="OR",
                            ),
                            name="paid_order_has_a_time",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "expired"), _negated=True),
                            fields=("key",),
                            name="one_order_at_a_time_for_a_debt",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Attempt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("reference", models.CharField(max_length=40, unique=True)),
                    ("started_at", models.DateTimeField()),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attempts",
                            to="payments.order",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="ProviderEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("event_id", models.CharField(max_length=80)),
                    ("kind", models.CharField(max_length=40)),
                    ("received_at", models.DateTimeField()),
                    ("body", motcua.kernel.sealed.SealedTextField(context="providerevent.body")),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng", null=True)),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("applied", "Đã ghi nhận"),
                                ("noted", "Không làm thay đổi"),
                                ("unmatched", "Chưa khớp đơn nào"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="events",
                            to="payments.order",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "event_id"), name="provider_event_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Refund",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    (
                        "transaction",
                        models.CharField(help_text="the provider's own", max_length=80),
                    ),
                    ("reference", models.CharField(max_length=20, unique=True)),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("reason", models.CharField(max_length=40)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("asked", "Đang hoàn tiền"),
                                ("done", "Đã hoàn tiền"),
                                ("refused", "Ngân hàng không hoàn được, kế toán xử lý"),
                            ],
                            default="asked",
                            max_length=10,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="refunds",
                            to="payments.order",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("order", "provider", "transaction"),
                            name="refund_once_a_transaction",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="refund_has_an_amount"
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(_BALANCED, _UNBALANCED),
    ]
