"""What this node signed is added and never rewritten."""

from django.db import migrations

from motcua.kernel.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0001_initial"),
        ("kernel", "0004_audit_digest"),
    ]

    operations = [append_only("signatures_signeddocument")]
