"""Dossiers with several steps in hand are found by agency."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_calendar_day_instead_of"),
        ("dossiers", "0009_steps_side_by_side"),
        ("identity", "0003_seal_addresses"),
        ("procedures", "0005_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("is_open", True), ("is_split", True)),
                fields=["agency"],
                name="dossier_split",
            ),
        ),
    ]
