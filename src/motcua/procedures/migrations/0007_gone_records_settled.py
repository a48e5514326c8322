from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0006_writing"),
    ]

    operations = [
        migrations.AddField(
            model_name="nationalrecord",
            name="gone_settled_at",
            field=models.DateTimeField(null=True),
        ),
    ]
