"""What people call their files is sealed: names and numbers of people are among it."""

import motcua.kernel.sealed
from django.db import migrations

BATCH = 1000


def seal(apps, schema_editor):
    del schema_editor
    file = apps.get_model("kernel", "StoredFile")
    batch = []
    for row in file.objects.only("pk", "name").iterator(BATCH):
        row.sealed_name = row.name
        batch.append(row)
        if len(batch) == BATCH:
            file.objects.bulk_update(batch, ["sealed_name"])
            batch = []
    file.objects.bulk_update(batch, ["sealed_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_outbox_bell"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="sealed_name",
            field=motcua.kernel.sealed.SealedTextField(
                context="storedfile.name", default="", help_text="for display only"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(seal),
        migrations.RemoveField(model_name="storedfile", name="name"),
        migrations.RenameField(model_name="storedfile", old_name="sealed_name", new_name="name"),
    ]
