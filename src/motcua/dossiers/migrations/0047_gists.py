"""What a dossier is about, in a line; the release before goes on filing with v3."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("submit_v4.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0046_replaced_results"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="gist",
            field=models.CharField(db_default="", default="", editable=False, max_length=200),
        ),
        migrations.RunSQL(SQL, "DROP FUNCTION dossiers_submit_v4"),
    ]
