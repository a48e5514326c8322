"""Orders, refunds, settlements, statements and the ledger, which sums to zero."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.append_only import refuse_changes
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
    initial = True
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0002_ledger_sums_to_zero"),
        ("payments", "0003_seal_what_payers_write"),
        ("payments", "0004_a_debt_may_be_ordered_again"),
        ("payments", "0005_refunds"),
        ("payments", "0006_days_are_closed"),
        ("payments", "0007_unclear_money_is_settled"),
        ("payments", "0008_cash_wallets_links"),
        ("payments", "0009_money_goes_back"),
        ("payments", "0010_statements"),
        ("payments", "0011_money_gone_twice"),
        ("payments", "0012_attempts_that_paid"),
        ("payments", "0013_terminals"),
        ("payments", "0014_several_accounts"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
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
                    "indexes": [models.Index(fields=["booked_at"], name="booking_of_time")],
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
                                ("drawer", "Tiền mặt trong ngăn tiền"),
                                ("safe", "Tiền mặt trong két"),
                                ("advance", "Tiền lẻ tạm ứng cho ngăn tiền"),
                                ("transit", "Tiền mặt đang nộp vào ngân hàng"),
                                ("difference", "Thừa, thiếu khi kiểm ngăn tiền"),
                                ("fee", "Phí ngân hàng"),
                                ("gap", "Chênh lệch với ngân hàng"),
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
                    (
                        "channel",
                        models.CharField(blank=True, db_default="", default="", max_length=8),
                    ),
                    (
                        "procedure",
                        models.CharField(blank=True, db_default="", default="", max_length=30),
                    ),
                    (
                        "place",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kind", "provider", "agency", "procedure", "channel", "place"),
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
                                ("reversed", "Ngân hàng đã lấy lại tiền"),
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
                    (
                        "channel",
                        models.CharField(blank=True, db_default="", default="", max_length=8),
                    ),
                    (
                        "procedure",
                        models.CharField(
                            blank=True,
                            db_default="",
                            default="",
                            help_text="its code",
                            max_length=30,
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
                        models.Index(fields=["agency", "opened_at", "id"], name="order_of_agency"),
                        models.Index(
                            fields=["agency", "state", "opened_at", "id"], name="order_of_state"
                        ),
                        models.Index(
                            fields=["agency", "amount", "opened_at", "id"], name="order_of_amount"
                        ),
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
                            condition=models.Q(
                                ("state__in", ["expired", "reversed"]), _negated=True
                            ),
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
                    ("official", models.BigIntegerField(help_text="official", null=True)),
                    (
                        "refusal",
                        models.CharField(blank=True, db_default="", default="", max_length=40),
                    ),
                    ("wallet", models.BinaryField(null=True)),
                    (
                        "link",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="attempts",
                            to="payments.paylink",
                        ),
                    ),
                    ("paid_at", models.DateTimeField(null=True)),
                    (
                        "approval",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                    (
                        "last_four",
                        models.CharField(blank=True, db_default="", default="", max_length=4),
                    ),
                    (
                        "slip",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                    (
                        "terminal",
                        models.CharField(blank=True, db_default="", default="", max_length=20),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("wallet__isnull", False)),
                            fields=["wallet", "started_at"],
                            name="attempt_of_wallet",
                        )
                    ],
                },
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
                                ("stopped", "Không hoàn: tiền đã bị lấy lại trước khi hoàn"),
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="refunds",
                            to="payments.order",
                        ),
                    ),
                    ("from_suspense", models.BooleanField(db_default=False, default=False)),
                    (
                        "booked_as",
                        models.CharField(blank=True, db_default="", default="", max_length=80),
                    ),
                    ("sent_at", models.DateTimeField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="refund_has_an_amount"
                        )
                    ],
                    "indexes": [
                        models.Index(
                            fields=["provider", "transaction"], name="refund_of_transaction"
                        ),
                        models.Index(
                            condition=models.Q(("state", "done"), _negated=True),
                            fields=["state"],
                            name="refund_open",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DayClosing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    ("bookings", models.PositiveIntegerField()),
                    ("taken", models.PositiveBigIntegerField(help_text="đồng")),
                    ("returned", models.PositiveBigIntegerField(help_text="đồng")),
                    (
                        "lines",
                        models.JSONField(
                            help_text="[{procedure, channel, provider, taken, returned}]"
                        ),
                    ),
                    ("closed_by", models.BigIntegerField(help_text="official", null=True)),
                    ("closed_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "unchecked",
                        models.JSONField(
                            db_default=[],
                            default=list,
                            help_text="providers of whom no statement was read",
                        ),
                    ),
                    (
                        "twice",
                        models.PositiveBigIntegerField(db_default=0, default=0, help_text="đồng"),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("agency", "day"), name="day_closed_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Settlement",
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
                        "remedy",
                        models.CharField(
                            choices=[
                                ("order", "Ghi vào một khoản đang chờ thanh toán"),
                                ("refund", "Hoàn cho người chuyển"),
                                ("unclear", "Ghi sổ theo sao kê, thành tiền chưa rõ"),
                                ("fee", "Ghi là phí ngân hàng"),
                                ("gap", "Ghi chênh lệch, đòi hoặc trả ngân hàng"),
                                ("explained", "Chỉ ghi lý do, không ghi sổ"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("amount", models.BigIntegerField(help_text="đồng")),
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
                            max_length=10,
                        ),
                    ),
                    ("asked_by", models.BigIntegerField(help_text="official")),
                    ("asked_at", models.DateTimeField()),
                    ("decided_by", models.BigIntegerField(help_text="official", null=True)),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "of",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="settlements",
                            to="payments.ledgertransaction",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="settlements",
                            to="payments.order",
                        ),
                    ),
                    (
                        "difference",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="settlements",
                            to="payments.difference",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "asked")),
                            fields=("of",),
                            name="one_proposal_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("remedy", "order"), _negated=True),
                                ("order__isnull", False),
                                _connector="OR",
                            ),
                            name="settlement_names_its_order",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("amount__gte", 0),
                                    ("difference__isnull", True),
                                    ("of__isnull", False),
                                ),
                                models.Q(("difference__isnull", False), ("of__isnull", True)),
                                _connector="OR",
                            ),
                            name="settlement_is_of_one_thing",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "asked")),
                            fields=("difference",),
                            name="one_proposal_for_a_difference",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PayLink",
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
                    ("made_by", models.BigIntegerField(help_text="account")),
                    ("made_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("called_back_at", models.DateTimeField(null=True)),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="links",
                            to="payments.order",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="RefundProposal",
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
                    ("provider", models.CharField(max_length=20)),
                    (
                        "transaction",
                        models.CharField(help_text="the provider's own", max_length=80),
                    ),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
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
                            max_length=10,
                        ),
                    ),
                    ("asked_by", models.BigIntegerField(help_text="official")),
                    ("asked_at", models.DateTimeField()),
                    ("decided_by", models.BigIntegerField(help_text="official", null=True)),
                    ("decided_at", models.DateTimeField(null=True)),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="refund_proposals",
                            to="payments.order",
                        ),
                    ),
                    (
                        "refund",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proposal",
                            to="payments.refund",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("state", "asked")),
                            fields=("order", "provider", "transaction"),
                            name="one_refund_proposal_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)),
                            name="refund_proposal_has_an_amount",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reversal",
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
                                ("chargeback", "Ngân hàng của người trả đòi lại"),
                                ("outside", "Hoàn tại ngân hàng, không qua hệ thống này"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("transaction", models.CharField(max_length=80)),
                    ("original", models.CharField(max_length=80)),
                    ("amount", models.PositiveBigIntegerField(help_text="đồng")),
                    ("told_at", models.DateTimeField()),
                    ("note", models.CharField(blank=True, default="", max_length=300)),
                    ("handled_by", models.BigIntegerField(help_text="official", null=True)),
                    ("handled_at", models.DateTimeField(null=True)),
                    (
                        "order",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reversals",
                            to="payments.order",
                        ),
                    ),
                    (
                        "twice",
                        models.PositiveBigIntegerField(db_default=0, default=0, help_text="đồng"),
                    ),
                    ("twice_at", models.DateTimeField(null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["provider", "original"], name="reversal_of_original"),
                        models.Index(
                            condition=models.Q(("handled_at", None)),
                            fields=["told_at"],
                            name="reversal_unhandled",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "transaction"), name="reversal_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount__gt", 0)), name="reversal_has_an_amount"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AccountDay",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    ("opening", models.BigIntegerField(help_text="đồng", null=True)),
                    ("closing", models.BigIntegerField(help_text="đồng", null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="days",
                            to="payments.statementaccount",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="days",
                            to="payments.statementfile",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("account", "day"), name="account_day_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Difference",
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
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("said", "Có trong sao kê, không có trong sổ"),
                                ("booked", "Có trong sổ, không có trong sao kê"),
                                ("amount", "Khác số tiền"),
                                ("twice", "Ngân hàng ghi hai lần"),
                                ("returned", "Hoàn hoặc bị đòi lại, sổ chưa có"),
                                ("fee", "Phí ngân hàng"),
                                ("waiting", "Chờ sao kê ngày sau"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("amount", models.BigIntegerField(help_text="đồng")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Chưa xử lý"),
                                ("gone", "Hết lệch"),
                                ("settled", "Đã xử lý"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    ("found_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "booking",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="differences",
                            to="payments.ledgertransaction",
                        ),
                    ),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="differences",
                            to="payments.statementaccount",
                        ),
                    ),
                    (
                        "line",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="differences",
                            to="payments.statementline",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "open")),
                            fields=["account", "day"],
                            name="difference_open",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("line__isnull", False), ("booking__isnull", False), _connector="OR"
                            ),
                            name="difference_is_of_something",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["open", "settled"])),
                            fields=("line",),
                            name="line_differs_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state__in", ["open", "settled"])),
                            fields=("booking",),
                            name="booking_differs_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementAccount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("bank", models.CharField(blank=True, max_length=6)),
                    ("number", models.CharField(max_length=34)),
                    ("name", models.CharField(blank=True, max_length=140)),
                    ("columns", models.JSONField(default=dict)),
                    ("carry_days", models.PositiveSmallIntegerField(default=1)),
                    ("since", models.DateField(null=True)),
                    ("open_since", models.DateField(null=True)),
                    ("valid_from", models.DateField(null=True)),
                    ("valid_to", models.DateField(null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "number"), name="statement_account_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_from", None),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="statement_account_is_used_for_days",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementFile",
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
                    ("sha256", models.CharField(max_length=64)),
                    (
                        "form",
                        models.CharField(
                            choices=[("csv", "CSV"), ("camt.053", "ISO 20022 camt.053")],
                            max_length=10,
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Chờ đọc"),
                                ("reading", "Đang đọc"),
                                ("read", "Đã đọc"),
                                ("refused", "Không đọc được"),
                            ],
                            default="waiting",
                            max_length=10,
                        ),
                    ),
                    ("problem", models.JSONField(default=dict, help_text="{why, line, place}")),
                    ("lines_read", models.PositiveIntegerField(default=0)),
                    ("lines_new", models.PositiveIntegerField(default=0)),
                    ("since", models.DateField(null=True)),
                    ("until", models.DateField(null=True)),
                    (
                        "brought_by",
                        models.BigIntegerField(help_text="official; null: fetched", null=True),
                    ),
                    ("brought_at", models.DateTimeField()),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="payments.statementaccount",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("account", "sha256"), name="statement_file_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField(help_text="line of the file")),
                    ("identity", models.CharField(max_length=64)),
                    ("day", models.DateField()),
                    ("at", models.DateTimeField(null=True)),
                    (
                        "transaction",
                        models.CharField(blank=True, help_text="the provider's own", max_length=80),
                    ),
                    ("reference", models.CharField(blank=True, max_length=140)),
                    ("original", models.CharField(blank=True, max_length=80)),
                    ("amount", models.BigIntegerField(help_text="đồng")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("payment", "Tiền đến"),
                                ("refund", "Hoàn tiền"),
                                ("chargeback", "Bị đòi lại"),
                                ("reversal", "Ngân hàng ghi ngược lại"),
                                ("fee", "Phí ngân hàng"),
                                ("other", "Khoản khác"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "content",
                        motcua.kernel.sealed.SealedTextField(context="statementline.content"),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Chưa khớp"),
                                ("matched", "Khớp"),
                                ("settled", "Đã xử lý"),
                            ],
                            default="open",
                            max_length=10,
                        ),
                    ),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="payments.statementaccount",
                        ),
                    ),
                    (
                        "booking",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="statement_lines",
                            to="payments.ledgertransaction",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="payments.statementfile",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["account", "day", "id"], name="line_of_day"),
                        models.Index(
                            condition=models.Q(("state", "open")),
                            fields=["account", "id"],
                            name="line_open",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("account", "identity"), name="statement_line_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("state", "matched")),
                            fields=("booking",),
                            name="booking_fits_one_line",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("amount", 0), _negated=True),
                            name="line_moves_something",
                        ),
                    ],
                },
            ),
        ),
        migrations.RunSQL(_BALANCED, _UNBALANCED),
        refuse_changes("payments_dayclosing"),
    ]
