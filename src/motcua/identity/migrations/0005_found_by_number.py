"""People are found by telephone, and by the numbers they say they have."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_mandates")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="phone_index",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("phone_index__isnull", False)),
                fields=["phone_index"],
                name="person_phone",
            ),
        ),
        migrations.AddIndex(
            model_name="identifier",
            index=models.Index(fields=["blind_index"], name="identifier_blind"),
        ),
    ]
