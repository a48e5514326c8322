"""What this node signed is added and never rewritten."""

from django.db import migrations

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0001_initial"),
        ("kernel", "0004_audit_digest"),
    ]

    operations = [refuse_changes("signatures_signeddocument")]
