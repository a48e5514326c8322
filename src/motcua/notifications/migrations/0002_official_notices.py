"""Officials have an inbox of what is new for them."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_who_posted"),
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficialNotice",
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
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        unique=True,
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=40)),
                ("subject_kind", models.CharField(blank=True, max_length=20)),
                ("subject_id", models.CharField(blank=True, max_length=40)),
                ("text", models.CharField(max_length=300)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "official",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["official", "-at", "-id"], name="official_notices"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["official"],
                        name="official_notice_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("official", "key"), name="official_told_once")
                ],
            },
        ),
    ]
