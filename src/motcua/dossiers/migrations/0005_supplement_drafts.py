import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The answer to a supplement request is a draft too."""

    dependencies = [("dossiers", "0004_lighter_filing")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="supplement",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="draft",
                to="dossiers.supplement",
            ),
        ),
    ]
