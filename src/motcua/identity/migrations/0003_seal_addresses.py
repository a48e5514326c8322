"""Where people live is sealed, as it is among their answers."""

import motcua.kernel.sealed
from django.db import migrations

BATCH = 1000


def seal(apps, schema_editor):
    del schema_editor
    person = apps.get_model("identity", "Person")
    batch = []
    for row in person.objects.exclude(address="").only("pk", "address").iterator(BATCH):
        row.sealed_address = row.address
        batch.append(row)
        if len(batch) == BATCH:
            person.objects.bulk_update(batch, ["sealed_address"])
            batch = []
    person.objects.bulk_update(batch, ["sealed_address"])


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_account_sessions_ended"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="sealed_address",
            field=motcua.kernel.sealed.SealedTextField(
                blank=True, context="person.address", default=""
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal),
        migrations.RemoveField(model_name="person", name="address"),
        migrations.RenameField(model_name="person", old_name="sealed_address", new_name="address"),
    ]
