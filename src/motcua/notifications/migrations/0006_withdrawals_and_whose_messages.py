"""A proposal of words is withdrawn; a message knows the account that follows the matter."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("notifications", "0005_wishes_of_persons"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="account_id",
            field=models.BigIntegerField(
                help_text="the account that follows the matter", null=True
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("withdrawn_at", models.DateTimeField()),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
                (
                    "wording",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="notifications.wording",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        refuse_changes("notifications_withdrawal"),
    ]
