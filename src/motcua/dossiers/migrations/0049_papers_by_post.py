"""Papers of what is prepared online that come in an envelope."""

import django.db.models.deletion
import motcua.kernel.sealed
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_absences"),
        ("dossiers", "0048_words_by_twos"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostedPapers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    motcua.kernel.sealed.SealedJSONField(context="postedpapers.address", null=True),
                ),
                ("chosen_at", models.DateTimeField()),
                ("codes", models.JSONField(default=list)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posted",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posted",
                        to="dossiers.draft",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
                (
                    "taking",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="taking_of",
                        to="dossiers.draft",
                    ),
                ),
            ],
        ),
    ]
