"""A day worked in exchange names the day off it is worked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarday",
            name="instead_of",
            field=models.DateField(blank=True, help_text="the day off it is worked for", null=True),
        ),
    ]
