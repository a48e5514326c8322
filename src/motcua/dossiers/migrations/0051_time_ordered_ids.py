"""Ids of papers, slips, uploads and drafts sort by time; slips drop what only slowed acceptances.

An agency is never deleted (migration 0001), so that its key needs no check that has everybody who
accepts there lock its row; the two indexes were asked by nobody. The release before files with v4.
"""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids

SQL = Path(__file__).with_name("submit_v5.sql").read_text()


def _time_ordered(model: str) -> migrations.AlterField:
    field = models.UUIDField(default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True)
    return migrations.AlterField(model_name=model, name="public_id", field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_absences"),
        ("dossiers", "0050_ratings_of_five"),
        ("kernel", "0008_time_ordered_ids"),
    ]

    operations = [
        migrations.RunSQL(SQL, "DROP FUNCTION dossiers_submit_v5"),
        *(_time_ordered(model) for model in ("draft", "paper", "slip", "upload")),
        migrations.AlterField(
            model_name="slip",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="slip",
            name="issued_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.official",
            ),
        ),
    ]
