"""Every table of the one door, with what the database itself refuses."""

import uuid
from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import motcua.kernel.ids
import motcua.kernel.sealed
from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels

_HERE = Path(__file__).parent
_FILINGS = [f"submit_v{number}" for number in range(1, 7)]
# What a dossier refers to ends by date: its foreign keys would lock what others share at a filing.
_KEEP = """
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
_LET_GO = """
DROP TRIGGER never_deleted ON procedures_procedureversion;
DROP TRIGGER never_deleted ON procedures_offering;
DROP TRIGGER never_deleted ON agencies_unit;
DROP TRIGGER never_deleted ON agencies_agency;
DROP FUNCTION dossiers_never_deleted_v1();
"""
# Sealed bytes have no pattern: no time is spent on compressing them.
_STORAGE = "ALTER TABLE dossiers_dossier ALTER COLUMN answers SET STORAGE {0}, ALTER COLUMN contact SET STORAGE {0}"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("dossiers", "0001_initial"),
        ("dossiers", "0002_submit_v1"),
        ("dossiers", "0003_queue_indexes"),
        ("dossiers", "0004_lighter_filing"),
        ("dossiers", "0005_supplement_drafts"),
        ("dossiers", "0006_one_check_of_the_state"),
        ("dossiers", "0007_moves_are_only_added"),
        ("dossiers", "0008_sealed_is_not_compressed"),
        ("dossiers", "0009_steps_side_by_side"),
        ("dossiers", "0010_steps_side_by_side_index"),
        ("dossiers", "0011_origins_and_signatures"),
        ("dossiers", "0012_sendings"),
        ("dossiers", "0013_submit_v2"),
        ("dossiers", "0014_what_a_supplement_changed"),
        ("dossiers", "0015_documents_of_steps"),
        ("dossiers", "0016_partial_uploads"),
        ("dossiers", "0017_reappointed_at"),
        ("dossiers", "0018_forms_four_to_six"),
        ("dossiers", "0019_reappointments"),
        ("dossiers", "0020_behalf_of_steps"),
        ("dossiers", "0021_passings"),
        ("dossiers", "0022_phrases"),
        ("dossiers", "0023_first_days"),
        ("dossiers", "0024_handing_out"),
        ("dossiers", "0025_mentions"),
        ("dossiers", "0026_opinions_of_agencies"),
        ("dossiers", "0027_marks_on_papers"),
        ("dossiers", "0028_presence"),
        ("dossiers", "0029_proposals"),
        ("dossiers", "0030_saved_views"),
        ("dossiers", "0031_two_person_rules"),
        ("dossiers", "0032_helping"),
        ("dossiers", "0033_errands"),
        ("dossiers", "0034_outside_numbers"),
        ("dossiers", "0035_intakes"),
        ("dossiers", "0036_submit_v3"),
        ("dossiers", "0037_found_by_person"),
        ("dossiers", "0038_outages_and_sweeps"),
        ("dossiers", "0039_parts_of_results"),
        ("dossiers", "0040_taking_over"),
        ("dossiers", "0041_planned_outages"),
        ("dossiers", "0042_return_wishes"),
        ("dossiers", "0043_documents"),
        ("dossiers", "0044_late_hand_overs"),
        ("dossiers", "0045_signed_on_paper"),
        ("dossiers", "0046_replaced_results"),
        ("dossiers", "0047_gists"),
        ("dossiers", "0048_words_by_twos"),
        ("dossiers", "0049_papers_by_post"),
        ("dossiers", "0050_ratings_of_five"),
        ("dossiers", "0051_time_ordered_ids"),
        ("dossiers", "0052_gist_turns"),
        ("dossiers", "0053_submit_v6"),
        ("dossiers", "0054_two_end_a_rule"),
        ("dossiers", "0055_one_index_of_codes"),
        ("dossiers", "0056_draft_by_number"),
        ("dossiers", "0057_sheets_given_out"),
        ("dossiers", "0058_sheets_not_spoiled"),
        ("dossiers", "0059_seen_proofs"),
        ("dossiers", "0060_alter_proposal_act_alter_twopersonrule_act"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("documents", "0001_templates"),
        ("identity", "0001_squashed_0007_papers_of_authority"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
        ("procedures", "0001_squashed_0010_who_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Dossier",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("code", models.CharField(db_collation="C", max_length=60)),
                    ("unit_path", models.CharField(default="", max_length=120)),
                    ("procedure_code", models.CharField(max_length=30)),
                    ("variant", models.CharField(blank=True, max_length=40)),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("online", "Trực tuyến"),
                                ("counter", "Trực tiếp"),
                                ("post", "Bưu chính"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("language", models.CharField(default="vi", max_length=5)),
                    ("applicant_name", models.CharField(max_length=200)),
                    ("contact", motcua.kernel.sealed.SealedJSONField(context="dossier.contact")),
                    ("answers", motcua.kernel.sealed.SealedJSONField(context="dossier.answers")),
                    (
                        "tracking",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BinaryField(max_length=32), default=list, size=None
                        ),
                    ),
                    (
                        "search",
                        django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                    ),
                    ("search_text", models.TextField(default="", editable=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("filed", "Mới đăng ký"),
                                ("accepted", "Đã tiếp nhận"),
                                ("refused", "Không được tiếp nhận"),
                                ("in-process", "Đang xử lý"),
                                ("supplement-at-receipt", "Chờ bổ sung trước khi tiếp nhận"),
                                ("supplement-in-process", "Chờ bổ sung trong khi xử lý"),
                                ("payment-at-receipt", "Chờ nộp tiền trước khi tiếp nhận"),
                                ("payment-in-process", "Chờ nộp tiền trong khi xử lý"),
                                ("withdrawn", "Đã rút hồ sơ"),
                                ("stopped", "Dừng xử lý"),
                                ("finished", "Đã xử lý xong"),
                                ("returned", "Đã trả kết quả"),
                            ],
                            default="filed",
                            max_length=24,
                        ),
                    ),
                    (
                        "national_code",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Mới đăng ký"),
                                (2, "Được tiếp nhận"),
                                (3, "Không được tiếp nhận"),
                                (4, "Đang xử lý"),
                                (5, "Yêu cầu bổ sung giấy tờ"),
                                (6, "Yêu cầu thực hiện nghĩa vụ tài chính"),
                                (7, "Công dân yêu cầu rút hồ sơ"),
                                (8, "Dừng xử lý"),
                                (9, "Đã xử lý xong"),
                                (10, "Đã trả kết quả"),
                            ],
                            default=1,
                        ),
                    ),
                    ("is_open", models.BooleanField(default=True)),
                    ("fee_lines", models.JSONField(default=list)),
                    ("fee_at_filing", models.PositiveBigIntegerField(default=0, help_text="đồng")),
                    (
                        "fee_state",
                        models.CharField(
                            choices=[
                                ("none", "Không phải nộp"),
                                ("due", "Chưa nộp"),
                                ("paid", "Đã nộp"),
                            ],
                            default="none",
                            max_length=4,
                        ),
                    ),
                    ("submitted_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    ("due_at", models.DateTimeField(null=True)),
                    ("paused_at", models.DateTimeField(null=True)),
                    ("finished_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("step_code", models.CharField(blank=True, max_length=40)),
                    ("step_role", models.CharField(blank=True, max_length=14)),
                    ("step_path", models.CharField(default="", max_length=120)),
                    ("step_due_at", models.DateTimeField(null=True)),
                    ("submission_key", models.CharField(max_length=120)),
                    ("submission_digest", models.BinaryField(max_length=32)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "account",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dossiers",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "offering",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.offering",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dossiers",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dossiers",
                            to="identity.organisation",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="dossiers",
                            to="identity.person",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                    ("is_split", models.BooleanField(db_default=False, default=False)),
                    (
                        "process_version",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                    ("reappointed_at", models.DateTimeField(null=True)),
                    (
                        "gist",
                        models.CharField(db_default="", default="", editable=False, max_length=200),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["account", "-submitted_at"], name="dossier_of_account"
                        ),
                        models.Index(
                            condition=models.Q(("is_open", True)),
                            fields=["official", "due_at"],
                            name="dossier_open_of_official",
                        ),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search_text"],
                            name="dossier_trigram",
                            opclasses=["gin_trgm_ops"],
                        ),
                        models.Index(
                            fields=["agency", "-submitted_at", "-id"],
                            include=("unit_path", "step_path"),
                            name="dossier_of_agency",
                        ),
                        models.Index(
                            condition=models.Q(("is_open", True)),
                            fields=["agency", "due_at", "id"],
                            name="dossier_open_due",
                        ),
                        models.Index(
                            condition=models.Q(("is_open", True)),
                            fields=["agency", "submitted_at", "id"],
                            name="dossier_open_filed",
                        ),
                        models.Index(
                            condition=models.Q(("is_open", True)),
                            fields=["agency", "state", "due_at", "id"],
                            name="dossier_open_state",
                        ),
                        models.Index(
                            condition=models.Q(("is_open", False)),
                            fields=["agency", "-closed_at", "-id"],
                            name="dossier_closed",
                        ),
                        models.Index(
                            condition=models.Q(("finished_at__isnull", False)),
                            fields=["agency", "-finished_at", "-id"],
                            include=("due_at", "unit_path", "step_path"),
                            name="dossier_finished",
                        ),
                        models.Index(
                            condition=models.Q(("process_version__isnull", False)),
                            fields=["process_version"],
                            name="dossier_moved_process",
                        ),
                        models.Index(
                            condition=models.Q(("is_open", True), ("is_split", True)),
                            fields=["agency"],
                            name="dossier_split",
                        ),
                        models.Index(
                            condition=models.Q(
                                ("account__isnull", True), ("person__isnull", False)
                            ),
                            fields=["person"],
                            name="dossier_of_person",
                        ),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["agency", "search"], name="dossier_words"
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("submission_key",), name="submitted_once"),
                        models.CheckConstraint(
                            condition=django.db.models.lookups.In(
                                django.db.models.functions.text.Concat(
                                    "state",
                                    models.Value("/"),
                                    django.db.models.functions.comparison.Cast(
                                        "national_code", models.CharField()
                                    ),
                                    models.Value("/"),
                                    django.db.models.functions.comparison.Cast(
                                        "is_open", models.CharField()
                                    ),
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
                        models.UniqueConstraint(fields=("code",), name="dossier_code_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DossierNumbering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("day", models.DateField()),
                    ("last", models.PositiveIntegerField()),
                    (
                        "agency",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "day"), name="numbering_once_a_day"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(
                            default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
                        ),
                    ),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("online", "Trực tuyến"),
                                ("counter", "Trực tiếp"),
                                ("post", "Bưu chính"),
                            ],
                            default="online",
                            max_length=8,
                        ),
                    ),
                    ("language", models.CharField(default="vi", max_length=5)),
                    ("answers", motcua.kernel.sealed.SealedJSONField(context="draft.answers")),
                    (
                        "by_data",
                        models.JSONField(
                            default=list, help_text="papers left to the registries' data"
                        ),
                    ),
                    ("page", models.CharField(blank=True, max_length=40)),
                    ("started_at", models.DateTimeField()),
                    ("saved_at", models.DateTimeField()),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="drafts",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "dossier",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="draft",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "offering",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.offering",
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                    (
                        "supplement",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="draft",
                            to="dossiers.supplement",
                        ),
                    ),
                    (
                        "origins",
                        models.JSONField(
                            default=dict,
                            help_text="answers known before: path, when, whether changed",
                        ),
                    ),
                    (
                        "sendings",
                        models.JSONField(
                            default=dict, help_text="by page: the last turn of each opened one"
                        ),
                    ),
                    ("told_at", models.DateTimeField(null=True)),
                    (
                        "seen",
                        models.JSONField(
                            db_default=[],
                            default=list,
                            help_text="papers that prove an exemption, shown at a counter and given back",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["account", "-saved_at"], name="draft_of_account"),
                        models.Index(
                            django.db.models.functions.text.Right(
                                django.db.models.functions.comparison.Cast(
                                    "public_id", models.TextField()
                                ),
                                8,
                            ),
                            condition=models.Q(("dossier", None)),
                            name="draft_by_number",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Note",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("text", models.TextField()),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="notes",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at"],
                },
            ),
            migrations.CreateModel(
                name="Paper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(
                            default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
                        ),
                    ),
                    ("code", models.CharField(max_length=60)),
                    ("added_at", models.DateTimeField()),
                    ("replaced_at", models.DateTimeField(null=True)),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="Pause",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("supplement", "Chờ bổ sung hồ sơ"),
                                ("obligation", "Chờ thực hiện nghĩa vụ tài chính"),
                                ("outage", "Sự cố hệ thống đã công bố"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("started_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pauses",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "outage",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="pauses",
                            to="dossiers.outage",
                        ),
                    ),
                ],
                options={
                    "ordering": ["started_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None), ("outage", None)),
                            fields=("dossier",),
                            name="one_pause_at_a_time",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("outage__isnull", False)),
                            fields=("outage", "dossier"),
                            name="paused_once_by_an_outage",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RegistryNumbering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("registry", models.CharField(max_length=60)),
                    ("year", models.PositiveSmallIntegerField()),
                    ("last", models.PositiveIntegerField(default=0)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "registry", "year"), name="registry_numbering_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Result",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("number", models.CharField(blank=True, max_length=40)),
                    ("data", motcua.kernel.sealed.SealedJSONField(context="result.data")),
                    ("drafted_at", models.DateTimeField()),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("signed_at", models.DateTimeField(null=True)),
                    (
                        "verification_id",
                        models.CharField(
                            blank=True,
                            help_text="of the signed document, as in its QR code",
                            max_length=20,
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="result",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "pdf",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "signed_data",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.document",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("signed_at", None),
                                models.Q(("approved_at__isnull", False), ("pdf__isnull", False)),
                                _connector="OR",
                            ),
                            name="signed_after_approval",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Slip",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(
                            default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
                        ),
                    ),
                    (
                        "form",
                        models.CharField(
                            choices=[
                                ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
                                ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
                                ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
                                ("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
                                ("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
                                ("06", "Sổ theo dõi hồ sơ"),
                            ],
                            max_length=2,
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("number", models.PositiveIntegerField()),
                    ("issued_at", models.DateTimeField()),
                    ("data", motcua.kernel.sealed.SealedJSONField(context="slip.data")),
                    (
                        "agency",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="slips",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "issued_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["issued_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "form", "year", "number"), name="slip_number_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SlipNumbering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "form",
                        models.CharField(
                            choices=[
                                ("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
                                ("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
                                ("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
                                ("04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
                                ("05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
                                ("06", "Sổ theo dõi hồ sơ"),
                            ],
                            max_length=2,
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("last", models.PositiveIntegerField(default=0)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "form", "year"), name="slip_numbering_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StepRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=40)),
                    ("role", models.CharField(max_length=14)),
                    ("started_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField(null=True)),
                    ("finished_at", models.DateTimeField(null=True)),
                    ("note", models.TextField(blank=True)),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="steps",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="consultations",
                            to="dossiers.steprun",
                        ),
                    ),
                    (
                        "filled",
                        motcua.kernel.sealed.SealedJSONField(context="steprun.filled", null=True),
                    ),
                    (
                        "outcome",
                        models.CharField(
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
                    ("request", models.TextField(blank=True, db_default="", default="")),
                    (
                        "behalf",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["started_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("finished_at", None)),
                            fields=("dossier", "code"),
                            name="step_open_once",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Supplement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "phase",
                        models.CharField(
                            choices=[("receipt", "Khi tiếp nhận"), ("process", "Khi xử lý")],
                            max_length=8,
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("message", models.TextField(blank=True)),
                    ("items", models.JSONField()),
                    ("answered_at", models.DateTimeField(null=True)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="supplements",
                            to="dossiers.dossier",
                        ),
                    ),
                    ("changed", models.JSONField(null=True)),
                ],
                options={
                    "ordering": ["asked_at"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("dossier", "phase"), name="supplement_once_a_phase"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Transition",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("action", models.CharField(max_length=24)),
                    (
                        "from_state",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("filed", "Mới đăng ký"),
                                ("accepted", "Đã tiếp nhận"),
                                ("refused", "Không được tiếp nhận"),
                                ("in-process", "Đang xử lý"),
                                ("supplement-at-receipt", "Chờ bổ sung trước khi tiếp nhận"),
                                ("supplement-in-process", "Chờ bổ sung trong khi xử lý"),
                                ("payment-at-receipt", "Chờ nộp tiền trước khi tiếp nhận"),
                                ("payment-in-process", "Chờ nộp tiền trong khi xử lý"),
                                ("withdrawn", "Đã rút hồ sơ"),
                                ("stopped", "Dừng xử lý"),
                                ("finished", "Đã xử lý xong"),
                                ("returned", "Đã trả kết quả"),
                            ],
                            max_length=24,
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("filed", "Mới đăng ký"),
                                ("accepted", "Đã tiếp nhận"),
                                ("refused", "Không được tiếp nhận"),
                                ("in-process", "Đang xử lý"),
                                ("supplement-at-receipt", "Chờ bổ sung trước khi tiếp nhận"),
                                ("supplement-in-process", "Chờ bổ sung trong khi xử lý"),
                                ("payment-at-receipt", "Chờ nộp tiền trước khi tiếp nhận"),
                                ("payment-in-process", "Chờ nộp tiền trong khi xử lý"),
                                ("withdrawn", "Đã rút hồ sơ"),
                                ("stopped", "Dừng xử lý"),
                                ("finished", "Đã xử lý xong"),
                                ("returned", "Đã trả kết quả"),
                            ],
                            max_length=24,
                        ),
                    ),
                    ("actor_kind", models.CharField(max_length=10)),
                    ("account_id", models.BigIntegerField(null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("data", models.JSONField(default=dict)),
                    (
                        "dossier",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="transitions",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [
                        models.Index(fields=["dossier", "at"], name="transition_of_dossier")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Upload",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(
                            default=motcua.kernel.ids.time_ordered_id, editable=False, unique=True
                        ),
                    ),
                    ("paper_code", models.CharField(blank=True, max_length=60)),
                    ("added_at", models.DateTimeField()),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "draft",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="uploads",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="FileVerdict",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "way",
                        models.CharField(
                            help_text="code, remote or token: how the filer signed", max_length=6
                        ),
                    ),
                    (
                        "conclusion",
                        models.CharField(
                            help_text="valid, invalid or indeterminate", max_length=13
                        ),
                    ),
                    ("reason", models.CharField(max_length=24)),
                    ("signatures", models.JSONField(default=list)),
                    ("judged_at", models.DateTimeField()),
                    (
                        "file",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="AnswerOrigin",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=60)),
                    ("path", models.CharField(max_length=80)),
                    ("taken_at", models.DateTimeField()),
                    ("is_changed", models.BooleanField()),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="origins",
                            to="dossiers.dossier",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("dossier", "key"), name="one_origin_an_answer"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SigningCode",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("paper_code", models.CharField(max_length=60)),
                    (
                        "document",
                        models.BinaryField(help_text="SHA-256 of what is signed", max_length=32),
                    ),
                    ("digest", models.BinaryField(max_length=32)),
                    ("sent_to", models.CharField(help_text="masked", max_length=60)),
                    ("sent_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    (
                        "draft",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signing_codes",
                            to="dossiers.draft",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("draft", "paper_code"), name="one_code_a_document"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StepDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("added_at", models.DateTimeField()),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="dossiers.steprun",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="PartialUpload",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("paper_code", models.CharField(blank=True, max_length=60)),
                    (
                        "metadata",
                        motcua.kernel.sealed.SealedTextField(context="partialupload.metadata"),
                    ),
                    (
                        "size",
                        models.PositiveBigIntegerField(help_text="bytes the whole file will have"),
                    ),
                    ("begun_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("is_taken", models.BooleanField(default=False)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "draft",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="parts",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "upload",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="dossiers.upload",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["expires_at"], name="partial_upload_expiry"),
                        models.Index(
                            fields=["account", "expires_at"], name="partial_upload_of_account"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reappointment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    ("reason", models.TextField()),
                    ("first_due_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("is_late", models.BooleanField()),
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reappointment",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("due_at__gt", models.F("first_due_at"))),
                            name="promised_anew_for_later",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Passing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("taken", "Nhận việc"),
                                ("assigned", "Giao việc"),
                                ("forwarded", "Chuyển đồng nghiệp"),
                                ("back", "Lấy lại việc"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.TextField(blank=True)),
                    (
                        "behalf",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="passings",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "giver",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="passings",
                            to="dossiers.steprun",
                        ),
                    ),
                    (
                        "taker",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "indexes": [models.Index(fields=["dossier", "at"], name="passing_of_dossier")],
                },
            ),
            migrations.CreateModel(
                name="Phrase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "use",
                        models.CharField(
                            choices=[
                                ("supplement", "Lý do bổ sung"),
                                ("refusal", "Lý do từ chối, dừng"),
                                ("finding", "Ý kiến thẩm tra"),
                                ("note", "Ghi chú nội bộ"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("title", models.CharField(max_length=80)),
                    ("text", models.TextField()),
                    ("written_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["use", "title", "id"],
                },
            ),
            migrations.CreateModel(
                name="FirstDayTick",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("item", models.CharField(blank=True, max_length=40)),
                    ("at", models.DateTimeField()),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("official", "item"), name="ticked_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="HandOut",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "way",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("drawn", "Ký trên màn hình"),
                                ("paper", "Ký trên giấy, đã quét"),
                                ("typed", "Ghi họ tên, đã xem giấy tờ tùy thân"),
                                ("code", "Mã gửi tới điện thoại chủ hồ sơ"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("receiver", motcua.kernel.sealed.SealedJSONField(context="handout.receiver")),
                    ("code_digest", models.BinaryField(max_length=32, null=True)),
                    ("code_sent_at", models.DateTimeField(null=True)),
                    ("code_tries", models.PositiveSmallIntegerField(default=0)),
                    ("handed_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "authority",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="hand_out",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency", "handed_at"], name="handed_out_on_a_day")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("handed_at", None),
                                models.Q(
                                    models.Q(("way", ""), _negated=True),
                                    ("official__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="handed_out_in_some_way",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mention",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("seen_at", models.DateTimeField(null=True)),
                    (
                        "dossier",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mentions",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "note",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="mentions",
                            to="dossiers.note",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("seen_at", None)),
                            fields=["official", "dossier"],
                            name="mention_unseen",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("note", "official"), name="mentioned_once_a_note"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="OutsideOpinion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("request", models.TextField()),
                    ("asked_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("answer", models.TextField(blank=True)),
                    ("answered_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "answered_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="outside_opinions",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="outside_opinions",
                            to="dossiers.steprun",
                        ),
                    ),
                ],
                options={
                    "ordering": ["asked_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["agency", "due_at"],
                            name="opinion_waited_for",
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("dossier", "agency"),
                            name="agency_asked_once_at_a_time",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PaperMark",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("paper_id", models.UUIDField(help_text="public id of the paper or document")),
                    ("page", models.PositiveSmallIntegerField()),
                    ("left", models.PositiveSmallIntegerField()),
                    ("top", models.PositiveSmallIntegerField()),
                    ("width", models.PositiveSmallIntegerField()),
                    ("height", models.PositiveSmallIntegerField()),
                    ("text", models.TextField(blank=True)),
                    ("at", models.DateTimeField()),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="paper_marks",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["page", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left__lt", 1000), ("page__gte", 1), ("top__lt", 1000)
                            ),
                            name="mark_is_on_its_page",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Presence",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("seen_at", models.DateTimeField()),
                    (
                        "dossier",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["seen_at"], name="presence_seen")],
                    "constraints": [
                        models.UniqueConstraint(fields=("dossier", "official"), name="present_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Proposal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("stop", "Dừng xử lý"),
                                ("refuse", "Từ chối tiếp nhận"),
                                ("return", "Trả kết quả"),
                                ("correct", "Đính chính kết quả"),
                                ("reopen", "Mở lại hồ sơ"),
                                ("rejudge", "Xem lại miễn, giảm phí"),
                                ("export", "Lập sổ nhiều hồ sơ"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("values", motcua.kernel.sealed.SealedJSONField(context="proposal.values")),
                    ("asked_at", models.DateTimeField()),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("is_agreed", models.BooleanField(null=True)),
                    ("reason", models.TextField(blank=True)),
                    ("done_at", models.DateTimeField(null=True)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "decided_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="proposals",
                            to="dossiers.dossier",
                        ),
                    ),
                ],
                options={
                    "ordering": ["asked_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("decided_at", None)),
                            fields=("dossier", "act"),
                            name="proposed_once_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("decided_by", models.F("asked_by")),
                                ("is_agreed", True),
                                _negated=True,
                            ),
                            name="nobody_is_both",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SavedView",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("name", models.CharField(max_length=60)),
                    ("pairs", models.JSONField()),
                    ("position", models.PositiveSmallIntegerField(default=0)),
                    ("made_at", models.DateTimeField()),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("official", "name"), name="view_named_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="TwoPersonRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "act",
                        models.CharField(
                            choices=[
                                ("stop", "Dừng xử lý"),
                                ("refuse", "Từ chối tiếp nhận"),
                                ("return", "Trả kết quả"),
                                ("correct", "Đính chính kết quả"),
                                ("reopen", "Mở lại hồ sơ"),
                                ("rejudge", "Xem lại miễn, giảm phí"),
                                ("export", "Lập sổ nhiều hồ sơ"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(null=True)),
                    ("citation", models.CharField(max_length=200)),
                    ("set_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "set_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "end_asked_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    ("end_asked_at", models.DateTimeField(null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="two_person_rule_has_days",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_by", models.F("end_asked_by")), _negated=True
                            ),
                            name="two_end_a_two_person_rule",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Helping",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "dossier",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="helping",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="helping",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "mandate",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="identity.mandate",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Errand",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("return", "Nhận kết quả"),
                                ("collect", "Nhờ bưu chính lấy giấy tờ"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("online", "Chỉ nhận bản điện tử trên cổng"),
                                ("counter", "Đến nhận tại quầy"),
                                ("post", "Bưu chính phát tới nhà"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "address",
                        motcua.kernel.sealed.SealedJSONField(context="errand.address", null=True),
                    ),
                    ("postage", models.PositiveIntegerField(default=0, help_text="đồng")),
                    ("asked_at", models.DateTimeField()),
                    ("paid_at", models.DateTimeField(null=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="errands",
                            to="dossiers.dossier",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("dossier", "kind"),
                            name="one_errand_of_a_kind",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("way", "post"), _negated=True),
                                ("address__isnull", False),
                                _connector="OR",
                            ),
                            name="errand_by_post_has_an_address",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OutsideNumber",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("system", models.CharField(max_length=40)),
                    ("number", models.CharField(max_length=60)),
                    ("entered_at", models.DateTimeField()),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="outside_numbers",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("dossier", "system"), name="outside_number_once"
                        ),
                        models.UniqueConstraint(
                            fields=("system", "number"), name="outside_number_of_one"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Intake",
                fields=[
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            primary_key=True,
                            related_name="intake",
                            serialize=False,
                            to="dossiers.dossier",
                        ),
                    ),
                    ("taken_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency", "-taken_at"], name="intake_of_agency")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Outage",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "unit_paths",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=120), default=list, size=None
                        ),
                    ),
                    ("reason", models.CharField(max_length=200)),
                    ("legal_basis", models.CharField(max_length=300)),
                    ("started_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("announced_at", models.DateTimeField(null=True)),
                    ("asked_at", models.DateTimeField()),
                    ("agreed_at", models.DateTimeField(null=True)),
                    ("refused_at", models.DateTimeField(null=True)),
                    ("end_noted_at", models.DateTimeField(null=True)),
                    ("paused_at", models.DateTimeField(null=True)),
                    ("resumed_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "agreed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "end_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "refused_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    ("planned_end_at", models.DateTimeField(null=True)),
                    ("called_off_at", models.DateTimeField(null=True)),
                    (
                        "called_off_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    ("whole_node", models.BooleanField(db_default=False, default=False)),
                ],
                options={
                    "ordering": ["-started_at", "-id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_at", None),
                                ("ended_at__gt", models.F("started_at")),
                                _connector="OR",
                            ),
                            name="outage_ends_after_its_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("agreed_by", None),
                                models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                                _connector="OR",
                            ),
                            name="outage_needs_two_people",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("agreed_at", None), ("refused_at", None), _connector="OR"
                            ),
                            name="outage_agreed_or_refused",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("planned_end_at", None),
                                ("planned_end_at__gt", models.F("started_at")),
                                _connector="OR",
                            ),
                            name="outage_planned_to_end_after_its_start",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvisionalBlock",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("first", models.PositiveIntegerField()),
                    ("last", models.PositiveIntegerField()),
                    ("used_to", models.PositiveIntegerField(null=True)),
                    ("made_at", models.DateTimeField()),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "counter",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.counter",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "unit",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-made_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "year", "first"), name="provisional_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("last__gte", models.F("first"))),
                            name="provisional_block_has_sheets",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvisionalEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("serial", models.PositiveIntegerField()),
                    ("taken_at", models.DateTimeField(null=True)),
                    ("spoiled", models.CharField(blank=True, max_length=200)),
                    ("entered_at", models.DateTimeField()),
                    (
                        "block",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="dossiers.provisionalblock",
                        ),
                    ),
                    (
                        "dossier",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="provisional",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="provisional",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "outage",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="dossiers.outage",
                        ),
                    ),
                ],
                options={
                    "ordering": ["serial"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("block", "serial"), name="provisional_entered_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvisionalNumbering",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.PositiveSmallIntegerField()),
                    ("last", models.PositiveIntegerField(default=0)),
                    (
                        "agency",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "year"), name="provisional_numbering_once_a_year"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reminded",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "dossier_id",
                            "kind",
                            "clock",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("dossier_id", models.BigIntegerField()),
                    ("kind", models.CharField(max_length=30)),
                    ("clock", models.DateTimeField()),
                    ("at", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="SweepTurn",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("begun_at", models.DateTimeField()),
                    ("after_due", models.DateTimeField()),
                    ("after_id", models.BigIntegerField(db_default=0, default=0)),
                    ("done_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("done_at", None)),
                            fields=["agency"],
                            name="sweep_turn_open",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ResultPart",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("approved_at", models.DateTimeField()),
                    ("signed_at", models.DateTimeField(null=True)),
                    ("verification_id", models.CharField(blank=True, max_length=20)),
                    (
                        "approved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="parts",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "pdf",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "ordering": ["approved_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="TakingOver",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField(db_index=True)),
                    ("remark", models.TextField(blank=True)),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "run",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="taking_over",
                            to="dossiers.steprun",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="ReturnWish",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("online", "Chỉ nhận bản điện tử trên cổng"),
                                ("counter", "Đến nhận tại quầy"),
                                ("post", "Bưu chính phát tới nhà"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "address",
                        motcua.kernel.sealed.SealedJSONField(
                            context="returnwish.address", null=True
                        ),
                    ),
                    ("chosen_at", models.DateTimeField()),
                    (
                        "draft",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="wish",
                            to="dossiers.draft",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("way", "post"), _negated=True),
                                ("address__isnull", False),
                                _connector="OR",
                            ),
                            name="wish_by_post_has_an_address",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Document",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("template_code", models.CharField(max_length=60)),
                    ("kind", models.CharField(max_length=4)),
                    ("title", models.CharField(max_length=200)),
                    (
                        "use",
                        models.CharField(
                            choices=[
                                ("internal", "Lưu trong hồ sơ, chỉ cán bộ xem"),
                                ("letter", "Gửi người nộp"),
                                ("result", "Là kết quả của hồ sơ"),
                            ],
                            default="internal",
                            max_length=10,
                        ),
                    ),
                    ("begun_at", models.DateTimeField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("number", models.CharField(blank=True, max_length=60)),
                    ("issued_on", models.DateField(null=True)),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("signed_at", models.DateTimeField(null=True)),
                    ("verification_id", models.CharField(blank=True, max_length=20)),
                    ("dropped_at", models.DateTimeField(null=True)),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="documents",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "template",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="documents.documenttemplate",
                        ),
                    ),
                    (
                        "begun_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "settled_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "dropped_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "paper",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "pdf",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "settled",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.documentversion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["begun_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(
                                ("approved_at", None),
                                ("dropped_at", None),
                                ("settled_at__isnull", False),
                            ),
                            fields=["dossier"],
                            name="document_to_sign",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_at", None),
                                models.Q(("dropped_at", None), ("settled_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="document_settled_first",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("signed_at", None),
                                models.Q(("approved_at__isnull", False), ("pdf__isnull", False)),
                                _connector="OR",
                            ),
                            name="document_approved_first",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="DocumentVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("ordinal", models.PositiveSmallIntegerField()),
                    ("based_on", models.PositiveSmallIntegerField(null=True)),
                    ("made_at", models.DateTimeField()),
                    ("note", models.CharField(blank=True, max_length=300)),
                    (
                        "document",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="versions",
                            to="dossiers.document",
                        ),
                    ),
                    (
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "made_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["ordinal"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("document", "ordinal"), name="document_version_counts_on"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="LateHandOver",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("due_at", models.DateTimeField()),
                    ("handed_at", models.DateTimeField(db_index=True)),
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="late_hand_over",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("handed_at__gt", models.F("due_at"))),
                            name="handed_over_late",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReplacedResult",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("number", models.CharField(blank=True, max_length=40)),
                    ("data", motcua.kernel.sealed.SealedJSONField(context="replaced_result.data")),
                    ("verification_id", models.CharField(max_length=20, unique=True)),
                    ("signed_at", models.DateTimeField()),
                    ("replaced_at", models.DateTimeField()),
                    ("grounds", models.TextField()),
                    ("legal_basis", models.CharField(max_length=300)),
                    (
                        "approved_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "document",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.document",
                        ),
                    ),
                    (
                        "dossier",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="replaced_results",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "pdf",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                    (
                        "replaced_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "signed_data",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
                        ),
                    ),
                ],
                options={
                    "ordering": ["replaced_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="PostedPapers",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "address",
                        motcua.kernel.sealed.SealedJSONField(
                            context="postedpapers.address", null=True
                        ),
                    ),
                    ("chosen_at", models.DateTimeField()),
                    ("codes", models.JSONField(default=list)),
                    ("arrived_at", models.DateTimeField(null=True)),
                    ("taken_at", models.DateTimeField(null=True)),
                    (
                        "dossier",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="posted",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "draft",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="posted",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "taken_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "taking",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="taking_of",
                            to="dossiers.draft",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="GistTurn",
                fields=[
                    (
                        "number",
                        models.PositiveSmallIntegerField(
                            default=1, primary_key=True, serialize=False
                        ),
                    ),
                    ("begun_at", models.DateTimeField()),
                    ("below", models.BigIntegerField()),
                    ("done_at", models.DateTimeField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("number", 1)), name="gist_turn_is_one"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvisionalHandout",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("last", models.PositiveIntegerField()),
                    ("said_at", models.DateTimeField()),
                    (
                        "block",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="handouts",
                            to="dossiers.provisionalblock",
                        ),
                    ),
                ],
                options={
                    "ordering": ["last"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("block", "last"), name="provisional_handed_out_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvisionalCorrection",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("spoiled", models.CharField(max_length=200)),
                    ("reason", models.CharField(max_length=200)),
                    ("at", models.DateTimeField()),
                    (
                        "entry",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="dossiers.provisionalentry",
                        ),
                    ),
                    (
                        "official",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "pk"],
                },
            ),
        ),
        *(
            migrations.RunSQL((_HERE / f"{name}.sql").read_text(), f"DROP FUNCTION dossiers_{name}")
            for name in _FILINGS
        ),
        migrations.RunSQL(_KEEP, _LET_GO),
        refuse_changes("dossiers_transition"),
        refuse_changes("dossiers_passing"),
        refuse_changes("dossiers_takingover"),
        migrations.RunSQL(_STORAGE.format("EXTERNAL"), _STORAGE.format("EXTENDED")),
    ]
