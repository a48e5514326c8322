"""Sheets are of the outage they were given out in: when a counter said how far they went is kept.

What was said before this was kept is taken as said now: of the latest outage there.
"""

import django.db.models.deletion
from django.db import migrations, models

_SAID_BEFORE = """
INSERT INTO dossiers_provisionalhandout (block_id, last, said_at)
SELECT id, used_to, now() FROM dossiers_provisionalblock WHERE used_to IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0056_draft_by_number")]
    operations = [
        migrations.CreateModel(
            name="ProvisionalHandout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("last", models.PositiveIntegerField()),
                ("said_at", models.DateTimeField()),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handouts",
                        to="dossiers.provisionalblock",
                    ),
                ),
            ],
            options={"ordering": ["last"]},
        ),
        migrations.AddConstraint(
            model_name="provisionalhandout",
            constraint=models.UniqueConstraint(
                fields=("block", "last"), name="provisional_handed_out_once"
            ),
        ),
        migrations.RunSQL(_SAID_BEFORE, migrations.RunSQL.noop),
    ]
