"""What this node signed is added and never rewritten."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signatures_signeddocument
    FOR EACH ROW EXECUTE FUNCTION append_only();
"""
BACKWARD = "DROP TRIGGER append_only ON signatures_signeddocument;"


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0001_initial"),
        ("kernel", "0002_tables"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
