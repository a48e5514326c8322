"""An official is known by the blind index of an identity number that was seen."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_absences")]

    operations = [
        migrations.AddField(
            model_name="official",
            name="identity_index",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name="official",
            index=models.Index(
                condition=models.Q(("identity_index__isnull", False)),
                fields=["identity_index"],
                name="official_identity",
            ),
        ),
    ]
