"""A supplement keeps which answers it changed; of earlier ones that is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0013_submit_v2"),
    ]

    operations = [
        migrations.AddField(
            model_name="supplement",
            name="changed",
            field=models.JSONField(null=True),
        ),
    ]
