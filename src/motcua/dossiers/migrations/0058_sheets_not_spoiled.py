"""Who called a sheet spoiled by mistake says so, and the record of the outage keeps it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("dossiers", "0057_sheets_given_out"),
    ]
    operations = [
        migrations.CreateModel(
            name="ProvisionalCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spoiled", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="dossiers.provisionalentry",
                    ),
                ),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.official",
                    ),
                ),
            ],
            options={"ordering": ["at", "pk"]},
        ),
    ]
