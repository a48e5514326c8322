"""A draft says who began it; of one that a single person wrote, that one did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0009_purpose_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="writing",
            name="begun_by",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE procedures_writing SET begun_by = (writers->>0)::bigint"
            " WHERE jsonb_array_length(writers) = 1",
            migrations.RunSQL.noop,
        ),
    ]
