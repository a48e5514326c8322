"""A mandate keeps what its helper called the owner: the owner's own name is shown once he agreed."""

from django.db import migrations

import motcua.kernel.sealed


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_found_by_number")]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="called",
            field=motcua.kernel.sealed.SealedTextField(context="mandate.called", null=True),
        ),
    ]
