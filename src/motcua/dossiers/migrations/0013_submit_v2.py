"""Filing sees for itself that the rules still hold; the release before goes on with v1."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("submit_v2.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0012_sendings"),
        ("procedures", "0010_who_began"),
    ]

    operations = [migrations.RunSQL(SQL, "DROP FUNCTION dossiers_submit_v2")]
