"""Statements of providers' accounts, what in them differs, and indexes to find orders by."""

import django.db.models.deletion
import motcua.kernel.sealed
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("kernel", "0008_time_ordered_ids"),
        ("payments", "0009_money_goes_back"),
    ]

    operations = [
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
            ],
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                            ("gone", "Tự hết"),
                            ("settled", "Đã xử lý"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
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
                ("provider", models.CharField(max_length=20, unique=True)),
                ("bank", models.CharField(blank=True, max_length=6)),
                ("number", models.CharField(max_length=34)),
                ("name", models.CharField(blank=True, max_length=140)),
                ("columns", models.JSONField(default=dict)),
                ("carry_days", models.PositiveSmallIntegerField(default=1)),
                ("since", models.DateField(null=True)),
                ("open_since", models.DateField(null=True)),
            ],
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "form",
                    models.CharField(
                        choices=[("csv", "CSV"), ("camt.053", "ISO 20022 camt.053")], max_length=10
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
            ],
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
                ("content", motcua.kernel.sealed.SealedTextField(context="statementline.content")),
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name="settlement",
            name="settlement_names_its_order",
        ),
        migrations.AddField(
            model_name="dayclosing",
            name="unchecked",
            field=models.JSONField(
                db_default=[], default=list, help_text="providers of whom no statement was read"
            ),
        ),
        migrations.AlterField(
            model_name="ledgeraccount",
            name="kind",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="settlement",
            name="amount",
            field=models.BigIntegerField(help_text="đồng"),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="payments.ledgertransaction",
            ),
        ),
        migrations.AlterField(
            model_name="settlement",
            name="remedy",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="ledgertransaction",
            index=models.Index(fields=["booked_at"], name="booking_of_time"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["agency", "opened_at", "id"], name="order_of_agency"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["agency", "state", "opened_at", "id"], name="order_of_state"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["agency", "amount", "opened_at", "id"], name="order_of_amount"
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="booking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="payments.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="difference",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="payments.difference",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("remedy", "order"), _negated=True),
                    ("order__isnull", False),
                    _connector="OR",
                ),
                name="settlement_names_its_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__gte", 0), ("difference__isnull", True), ("of__isnull", False)
                    ),
                    models.Q(("difference__isnull", False), ("of__isnull", True)),
                    _connector="OR",
                ),
                name="settlement_is_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("difference",),
                name="one_proposal_for_a_difference",
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="payments.statementaccount",
            ),
        ),
        migrations.AddField(
            model_name="accountday",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="payments.statementaccount",
            ),
        ),
        migrations.AddField(
            model_name="statementfile",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="files",
                to="payments.statementaccount",
            ),
        ),
        migrations.AddField(
            model_name="statementfile",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="accountday",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days",
                to="payments.statementfile",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="payments.statementaccount",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="booking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="statement_lines",
                to="payments.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="statementline",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="payments.statementfile",
            ),
        ),
        migrations.AddField(
            model_name="difference",
            name="line",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="differences",
                to="payments.statementline",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementfile",
            constraint=models.UniqueConstraint(
                fields=("account", "sha256"), name="statement_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountday",
            constraint=models.UniqueConstraint(fields=("account", "day"), name="account_day_once"),
        ),
        migrations.AddIndex(
            model_name="statementline",
            index=models.Index(fields=["account", "day", "id"], name="line_of_day"),
        ),
        migrations.AddIndex(
            model_name="statementline",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["account", "id"], name="line_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                fields=("account", "identity"), name="statement_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "matched")),
                fields=("booking",),
                name="booking_fits_one_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="line_moves_something"
            ),
        ),
        migrations.AddIndex(
            model_name="difference",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["account", "day"],
                name="difference_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("line__isnull", False), ("booking__isnull", False), _connector="OR"
                ),
                name="difference_is_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "settled"])),
                fields=("line",),
                name="line_differs_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="difference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "settled"])),
                fields=("booking",),
                name="booking_differs_once",
            ),
        ),
    ]
