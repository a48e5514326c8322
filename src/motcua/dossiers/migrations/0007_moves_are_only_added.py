"""What happened to a dossier is added and never rewritten."""

from django.db import migrations

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_one_check_of_the_state"),
        ("kernel", "0004_audit_digest"),
    ]

    operations = [refuse_changes("dossiers_transition")]
