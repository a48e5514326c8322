import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0006_owners_as_called"),
        ("kernel", "0006_seal_file_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="authority",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.storedfile",
            ),
        ),
    ]
