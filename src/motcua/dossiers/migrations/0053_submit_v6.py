"""What is filed as of an earlier time is audited with when it was really written."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("submit_v6.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0052_gist_turns")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION dossiers_submit_v6")]
