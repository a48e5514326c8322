"""Procedures in versions, offerings, national records and words to find them by."""

import datetime

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.tables import CreateModels

# A published version stays as it is; the release before relied on the first of the two.
_FIXED = """
CREATE FUNCTION procedures_published_is_fixed_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content
      OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number
      OR NEW.procedure_id <> OLD.procedure_id OR NEW.valid_from <> OLD.valid_from) THEN
    RAISE EXCEPTION 'version % is published and cannot change', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v1();
"""
_NOT_FIXED = """
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
DROP FUNCTION procedures_published_is_fixed_v1;
"""
_STAYS_PUBLISHED = """
CREATE FUNCTION procedures_published_is_fixed_v2() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.status = 'draft'
      OR NEW.content IS DISTINCT FROM OLD.content
      OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number
      OR NEW.procedure_id <> OLD.procedure_id OR NEW.valid_from <> OLD.valid_from
      OR NEW.published_at IS DISTINCT FROM OLD.published_at) THEN
    RAISE EXCEPTION 'version % is published and cannot change', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v2();
"""
_ONLY_FIXED = """
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v1();
DROP FUNCTION procedures_published_is_fixed_v2;
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("procedures", "0001_initial"),
        ("procedures", "0002_published_is_fixed"),
        ("procedures", "0003_published_stays_published"),
        ("procedures", "0004_national_records"),
        ("procedures", "0005_search_words"),
        ("procedures", "0006_writing"),
        ("procedures", "0007_gone_records_settled"),
        ("procedures", "0008_finding_words"),
        ("procedures", "0009_purpose_lists"),
        ("procedures", "0010_who_began"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Procedure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=30, unique=True)),
                    ("field_code", models.CharField(max_length=60)),
                    (
                        "search",
                        django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                    ),
                    ("search_text", models.TextField(default="", editable=False)),
                    ("facets", models.JSONField(default=dict, editable=False)),
                    ("names", models.JSONField(default=list, editable=False)),
                ],
                options={
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search"], name="procedure_search"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Offering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("opened_from", models.DateField(default=datetime.date(2025, 7, 1))),
                    ("opened_to", models.DateField(null=True)),
                    ("units", models.JSONField()),
                    ("fee_overrides", models.JSONField(default=list)),
                    (
                        "channels",
                        models.JSONField(default=list, help_text="ways of filing the agency takes"),
                    ),
                    (
                        "level",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Mức 1: thông tin đầy đủ"),
                                (2, "Mức 2: tải biểu mẫu"),
                                (3, "Mức 3: nộp hồ sơ trực tuyến"),
                                (4, "Mức 4: toàn trình"),
                            ],
                            default=1,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "procedure",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="offerings",
                            to="procedures.procedure",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("procedure", "agency", "opened_from"), name="offering_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProcedureVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.PositiveIntegerField()),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "Bản nháp"),
                                ("published", "Đã công bố"),
                                ("withdrawn", "Đã bãi bỏ"),
                            ],
                            default="draft",
                            max_length=9,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(null=True)),
                    ("published_at", models.DateTimeField(null=True)),
                    ("content", models.JSONField()),
                    ("digest", models.CharField(max_length=64)),
                    (
                        "procedure",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="versions",
                            to="procedures.procedure",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("procedure", "number"), name="version_number_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gte", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="version_has_days",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("status", "draft"),
                                ("published_at__isnull", False),
                                _connector="OR",
                            ),
                            name="published_version_has_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="NationalRecord",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=30, unique=True)),
                    ("source", models.JSONField()),
                    ("digest", models.CharField(max_length=64)),
                    ("flags", models.JSONField(default=list)),
                    ("imported_at", models.DateTimeField()),
                    ("gone_at", models.DateTimeField(null=True)),
                    (
                        "version",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                    ("gone_settled_at", models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name="SearchWord",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("word", models.CharField(max_length=300)),
                    ("weight", models.FloatField()),
                    (
                        "procedure",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="procedures.procedure",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["word"], include=("procedure", "weight"), name="search_word"
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("procedure", "word"), name="search_word_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Writing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("revision", models.PositiveIntegerField(default=0)),
                    ("saved_at", models.DateTimeField()),
                    ("writers", models.JSONField(default=list)),
                    ("asked_by", models.BigIntegerField(null=True)),
                    ("asked_at", models.DateTimeField(null=True)),
                    ("publish_from", models.DateField(null=True)),
                    ("agreed_by", models.BigIntegerField(null=True)),
                    ("returned_because", models.TextField(default="")),
                    (
                        "version",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="writing",
                            to="procedures.procedureversion",
                        ),
                    ),
                    ("begun_by", models.BigIntegerField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("agreed_by", None),
                                models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="two_people_publish",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SearchState",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("stamp", models.UUIDField()),
                ],
            ),
            migrations.CreateModel(
                name="Synonym",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("phrase", models.CharField(max_length=120, unique=True)),
                    ("official", models.JSONField(default=list)),
                    ("changed_at", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="PurposeList",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.SlugField(max_length=60, unique=True)),
                    ("name", models.CharField(max_length=200)),
                    ("name_en", models.CharField(default="", max_length=200)),
                    (
                        "purpose",
                        models.CharField(
                            choices=[
                                ("online", "Phải trực tuyến"),
                                ("one-door", "Tiếp nhận tại một cửa"),
                                ("interlinked", "Một cửa liên thông"),
                            ],
                            max_length=11,
                        ),
                    ),
                    ("decision", models.CharField(max_length=200)),
                    (
                        "level",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Mức 1: thông tin đầy đủ"),
                                (2, "Mức 2: tải biểu mẫu"),
                                (3, "Mức 3: nộp hồ sơ trực tuyến"),
                                (4, "Mức 4: toàn trình"),
                            ],
                            null=True,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="purpose_list_has_days",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PurposeEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("procedure_code", models.CharField(max_length=30)),
                    (
                        "level",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Mức 1: thông tin đầy đủ"),
                                (2, "Mức 2: tải biểu mẫu"),
                                (3, "Mức 3: nộp hồ sơ trực tuyến"),
                                (4, "Mức 4: toàn trình"),
                            ],
                            null=True,
                        ),
                    ),
                    (
                        "list",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="entries",
                            to="procedures.purposelist",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("list", "procedure_code"), name="listed_once"
                        )
                    ],
                },
            ),
        ),
        migrations.RunSQL(_FIXED, _NOT_FIXED),
        migrations.RunSQL(_STAYS_PUBLISHED, _ONLY_FIXED),
    ]
