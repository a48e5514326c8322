"""When an account's sessions were ended, so that its access tokens end with them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="sessions_ended_at",
            field=models.DateTimeField(editable=False, help_text="machine time", null=True),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("sessions_ended_at__isnull", False)),
                fields=["sessions_ended_at"],
                name="account_sessions_ended",
            ),
        ),
    ]
