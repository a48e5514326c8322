"""What happened to a dossier is added and never rewritten."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON dossiers_transition
    FOR EACH ROW EXECUTE FUNCTION append_only();
"""
BACKWARD = "DROP TRIGGER append_only ON dossiers_transition;"


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_one_check_of_the_state"),
        ("kernel", "0002_tables"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
