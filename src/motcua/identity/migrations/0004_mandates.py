from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0003_seal_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("relation", models.CharField(max_length=60)),
                (
                    "phone",
                    motcua.kernel.sealed.SealedTextField(blank=True, context="mandate.phone"),
                ),
                ("asked_at", models.DateTimeField()),
                ("digest", models.BinaryField(max_length=32, null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("is_by_paper", models.BooleanField(default=False)),
                ("consented_at", models.DateTimeField(null=True)),
                ("ending", models.BinaryField(max_length=32, unique=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helps",
                        to="identity.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="helped_by",
                        to="identity.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("helper", models.F("owner")), _negated=True),
                        name="mandate_between_two",
                    )
                ],
            },
        ),
    ]
