"""What a scan is called is sealed: who sends one puts names and numbers of people into it."""

import motcua.kernel.sealed
from django.db import migrations

BATCH = 1000


def seal(apps, schema_editor):
    del schema_editor
    scan = apps.get_model("counters", "Scan")
    batch = []
    for row in scan.objects.only("pk", "name").iterator(BATCH):
        row.sealed_name = row.name
        batch.append(row)
        if len(batch) == BATCH:
            scan.objects.bulk_update(batch, ["sealed_name"])
            batch = []
    scan.objects.bulk_update(batch, ["sealed_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("counters", "0008_bookings_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="scan",
            name="sealed_name",
            field=motcua.kernel.sealed.SealedTextField(
                context="scan.name", default="", help_text="for display only"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal),
        migrations.RemoveField(model_name="scan", name="name"),
        migrations.RenameField(model_name="scan", old_name="sealed_name", new_name="name"),
    ]
