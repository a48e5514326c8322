"""One short condition instead of two long ones, which every insertion had to read."""

import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_calendar_day_instead_of"),
        ("dossiers", "0005_supplement_drafts"),
        ("identity", "0003_seal_addresses"),
        ("procedures", "0003_published_stays_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="dossier",
            name="national_code_of_state",
        ),
        migrations.RemoveConstraint(
            model_name="dossier",
            name="open_says_the_state",
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.In(
                    django.db.models.functions.text.Concat(
                        "state",
                        models.Value("/"),
                        django.db.models.functions.comparison.Cast(
                            "national_code", models.CharField()
                        ),
                        models.Value("/"),
                        django.db.models.functions.comparison.Cast("is_open", models.CharField()),
                        output_field=models.CharField(),
                    ),
                    [
                        "accepted/2/true",
                        "filed/1/true",
                        "finished/9/true",
                        "in-process/4/true",
                        "payment-at-receipt/6/true",
                        "payment-in-process/6/true",
                        "refused/3/false",
                        "returned/10/false",
                        "stopped/8/false",
                        "supplement-at-receipt/5/true",
                        "supplement-in-process/5/true",
                        "withdrawn/7/false",
                    ],
                ),
                name="state_code_and_open",
            ),
        ),
    ]
