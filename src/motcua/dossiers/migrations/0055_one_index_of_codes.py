"""One index gives a code and those that begin like it; there had been two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0054_two_end_a_rule"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="code",
            field=models.CharField(db_collation="C", max_length=60),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("code",), name="dossier_code_once"),
        ),
    ]
