"""Administrators settle whether two records that look alike are one human."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_identity_of_officials")]

    operations = [
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_same", models.BooleanField()),
                ("reason", models.CharField(max_length=300)),
                ("settled_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "likenesses",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="likeness_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="likeness_of_two_in_order",
                    ),
                ],
            },
        )
    ]
