from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_squashed_0014_several_accounts")]

    operations = [
        migrations.AddField(
            model_name="reversal",
            name="waits",
            field=models.PositiveBigIntegerField(db_default=0, default=0, help_text="đồng"),
        ),
        migrations.AddField(
            model_name="order",
            name="over_at",
            field=models.DateTimeField(null=True),
        ),
    ]
