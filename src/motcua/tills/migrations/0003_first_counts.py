from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tills", "0001_squashed_0002_pay_outs")]

    operations = [
        migrations.AddField(
            model_name="drawer",
            name="first_by",
            field=models.BigIntegerField(help_text="đồng", null=True),
        ),
    ]
