"""Let those who file lock nothing that others share, and keep no index that nobody reads.

A foreign key locks the row it refers to, for every dossier of an office the same agency, unit,
offering and version: under load they spent more on each other's locks than on their own rows. What
is referred to ends by date and is never deleted; the database holds that here.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


KEEP = """
CREATE FUNCTION dossiers_never_deleted_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % end by date and are never deleted', TG_TABLE_NAME
    USING ERRCODE = 'foreign_key_violation';
END $$;
CREATE TRIGGER never_deleted BEFORE DELETE ON agencies_agency
  FOR EACH ROW EXECUTE FUNCTION dossiers_never_deleted_v1();
CREATE TRIGGER never_deleted BEFORE DELETE ON agencies_unit
  FOR EACH ROW EXECUTE FUNCTION dossiers_never_deleted_v1();
CREATE TRIGGER never_deleted BEFORE DELETE ON procedures_offering
  FOR EACH ROW EXECUTE FUNCTION dossiers_never_deleted_v1();
CREATE TRIGGER never_deleted BEFORE DELETE ON procedures_procedureversion
  FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION dossiers_never_deleted_v1();
"""
LET_GO = """
DROP TRIGGER never_deleted ON procedures_procedureversion;
DROP TRIGGER never_deleted ON procedures_offering;
DROP TRIGGER never_deleted ON agencies_unit;
DROP TRIGGER never_deleted ON agencies_agency;
DROP FUNCTION dossiers_never_deleted_v1();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_calendar_day_instead_of"),
        ("dossiers", "0003_queue_indexes"),
        ("identity", "0001_initial"),
        ("procedures", "0003_published_stays_published"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="offering",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.offering",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="official",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="agencies.official",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="identity.person",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="submission_key",
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="version",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.procedureversion",
            ),
        ),
        migrations.AlterField(
            model_name="dossiernumbering",
            name="agency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AlterField(
            model_name="steprun",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AlterField(
            model_name="transition",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transitions",
                to="dossiers.dossier",
            ),
        ),
        migrations.AlterField(
            model_name="transition",
            name="official",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.official",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(fields=("submission_key",), name="submitted_once"),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
