"""Several steps of a dossier may be open side by side, and a dossier may follow a newer process."""

import django.db.models.deletion
import motcua.kernel.sealed
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_calendar_day_instead_of"),
        ("dossiers", "0008_sealed_is_not_compressed"),
        ("identity", "0003_seal_addresses"),
        ("procedures", "0005_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="steprun",
            name="one_step_at_a_time",
        ),
        migrations.AddField(
            model_name="dossier",
            name="is_split",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="dossier",
            name="process_version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.procedureversion",
            ),
        ),
        migrations.AddField(
            model_name="steprun",
            name="asked_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consultations",
                to="dossiers.steprun",
            ),
        ),
        migrations.AddField(
            model_name="steprun",
            name="filled",
            field=motcua.kernel.sealed.SealedJSONField(context="steprun.filled", null=True),
        ),
        migrations.AddField(
            model_name="steprun",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("forward", "Đã xong"),
                    ("back", "Trả lại"),
                    ("answered", "Đã cho ý kiến"),
                    ("unanswered", "Quá hạn cho ý kiến"),
                    ("cancelled", "Thôi làm"),
                    ("moved", "Chuyển sang quy trình mới"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="steprun",
            name="request",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("process_version__isnull", False)),
                fields=["process_version"],
                name="dossier_moved_process",
            ),
        ),
        migrations.AddConstraint(
            model_name="steprun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("dossier", "code"),
                name="step_open_once",
            ),
        ),
    ]
