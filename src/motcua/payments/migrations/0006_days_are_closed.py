"""Income is kept apart by procedure, channel and provider; a day is closed and stays so."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("kernel", "0004_audit_digest"),
        ("payments", "0001_squashed_0005_refunds"),
    ]

    operations = [
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
                    models.JSONField(help_text="[{procedure, channel, provider, taken, returned}]"),
                ),
                ("closed_by", models.BigIntegerField(help_text="official", null=True)),
                ("closed_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="ledgeraccount",
            name="ledger_account_once",
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="channel",
            field=models.CharField(blank=True, default="", db_default="", max_length=8),
        ),
        migrations.AddField(
            model_name="ledgeraccount",
            name="procedure",
            field=models.CharField(blank=True, default="", db_default="", max_length=30),
        ),
        migrations.AddField(
            model_name="order",
            name="channel",
            field=models.CharField(blank=True, default="", db_default="", max_length=8),
        ),
        migrations.AddField(
            model_name="order",
            name="procedure",
            field=models.CharField(
                blank=True, default="", db_default="", help_text="its code", max_length=30
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(
                fields=("kind", "provider", "agency", "procedure", "channel"),
                name="ledger_account_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="dayclosing",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayclosing",
            constraint=models.UniqueConstraint(fields=("agency", "day"), name="day_closed_once"),
        ),
        refuse_changes("payments_dayclosing"),
    ]
