"""Drafts are found by the random signs of their ids; the first signs are those of the time."""

from django.db import migrations, models
from django.db.models.functions import Cast, Right


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0055_one_index_of_codes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                Right(Cast("public_id", models.TextField()), 8),
                condition=models.Q(dossier=None),
                name="draft_by_number",
            ),
        ),
    ]
