from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("submit_v1.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_initial"),
        ("identity", "0001_initial"),
        ("kernel", "0005_outbox_bell"),
        ("procedures", "0001_initial"),
    ]

    operations = [migrations.RunSQL(SQL, "DROP FUNCTION dossiers_submit_v1")]
