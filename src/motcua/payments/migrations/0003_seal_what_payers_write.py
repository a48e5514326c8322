"""What payers write is sealed."""

import motcua.kernel.sealed
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_ledger_sums_to_zero"),
    ]

    operations = [
        migrations.AlterField(
            model_name="providerevent",
            name="body",
            field=motcua.kernel.sealed.SealedTextField(context="providerevent.body"),
        ),
    ]
