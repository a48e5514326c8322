"""Proofs that what is published works."""

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("procedures", "0001_squashed_0010_who_began"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Proof",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("proved_at", models.DateTimeField()),
                    ("holds", models.BooleanField()),
                    ("tried", models.JSONField(default=dict)),
                    ("failures", models.JSONField(default=list)),
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
                        "version",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["version", "-proved_at"], name="proof_of_version")
                    ],
                },
            ),
        ),
    ]
