from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Queues by promised time, by filing and by state, what was closed lately, and what was finished in a month."""

    dependencies = [("dossiers", "0002_submit_v1")]

    operations = [
        migrations.RemoveIndex(model_name="dossier", name="dossier_open_queue"),
        migrations.RemoveIndex(model_name="dossier", name="dossier_of_agency"),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "-submitted_at", "-id"],
                include=["unit_path", "step_path"],
                name="dossier_of_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "due_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_due",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "submitted_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_filed",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "state", "due_at", "id"],
                condition=Q(is_open=True),
                name="dossier_open_state",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "-closed_at", "-id"],
                condition=Q(is_open=False),
                name="dossier_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "-finished_at", "-id"],
                include=["due_at", "unit_path", "step_path"],
                condition=Q(finished_at__isnull=False),
                name="dossier_finished",
            ),
        ),
    ]
