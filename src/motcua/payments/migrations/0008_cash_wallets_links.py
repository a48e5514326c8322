"""Cash has accounts by drawer; wallets, terminals and links of others lead to attempts."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("payments", "0007_unclear_money_is_settled"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("made_by", models.BigIntegerField(help_text="account")),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("called_back_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="ledgeraccount",
            name="ledger_account_once",
        ),
        migrations.AddField(
            model_name="attempt",
            name="official",
            field=models.BigIntegerField(help_text="official", null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="refusal",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="attempt",
            name="wallet",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="place",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
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
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(
                fields=("kind", "provider", "agency", "procedure", "channel", "place"),
                name="ledger_account_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="paylink",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="payments.order",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="link",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="payments.paylink",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("wallet__isnull", False)),
                fields=["wallet", "started_at"],
                name="attempt_of_wallet",
            ),
        ),
    ]
