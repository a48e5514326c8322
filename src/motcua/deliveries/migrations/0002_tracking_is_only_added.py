"""What carriers said is never changed."""

from __future__ import annotations

from django.db import migrations

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_initial"), ("kernel", "0004_audit_digest")]

    operations = [refuse_changes("deliveries_trackingevent")]
