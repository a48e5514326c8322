"""Unclear money is settled by two people; a refund of it takes nothing from income."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0006_days_are_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "remedy",
                    models.CharField(
                        choices=[
                            ("order", "Ghi vào một khoản đang chờ thanh toán"),
                            ("refund", "Hoàn cho người chuyển"),
                        ],
                        max_length=10,
                    ),
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
            ],
        ),
        migrations.RemoveConstraint(
            model_name="refund",
            name="refund_once_a_transaction",
        ),
        migrations.AddField(
            model_name="refund",
            name="from_suspense",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="refund",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="payments.order",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("from_suspense", False)),
                fields=("order", "provider", "transaction"),
                name="refund_once_a_transaction",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="payments.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="settlement",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="settlements",
                to="payments.order",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("remedy", "refund"), ("order__isnull", False), _connector="OR"),
                name="settlement_names_its_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("of",),
                name="one_proposal_at_a_time",
            ),
        ),
    ]
