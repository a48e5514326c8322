"""Two people end a rule by which two people do an act."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def _official():
    return models.ForeignKey(
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="agencies.official",
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0053_submit_v6")]
    operations = [
        migrations.AddField("twopersonrule", "end_asked_by", _official()),
        migrations.AddField("twopersonrule", "end_asked_at", models.DateTimeField(null=True)),
        migrations.AddField("twopersonrule", "ended_by", _official()),
        migrations.AddConstraint(
            "twopersonrule",
            models.CheckConstraint(
                condition=~Q(ended_by=F("end_asked_by")), name="two_end_a_two_person_rule"
            ),
        ),
    ]
