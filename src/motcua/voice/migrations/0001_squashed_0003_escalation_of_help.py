"""Feedback, ratings and help, with what is only added."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import motcua.kernel.sealed

from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("voice", "0001_initial"),
        ("voice", "0002_only_added"),
        ("voice", "0003_escalation_of_help"),
    ]

    initial = True

    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("dossiers", "0001_squashed_0060_acts_of_two_people"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
        ("procedures", "0001_squashed_0010_who_began"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name="FaqEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.SlugField(max_length=60, unique=True)),
                    ("question_vi", models.CharField(blank=True, max_length=300)),
                    ("question_en", models.CharField(blank=True, max_length=300)),
                    ("answer_vi", models.TextField(blank=True)),
                    ("answer_en", models.TextField(blank=True)),
                    ("changed_at", models.DateTimeField()),
                    (
                        "changed_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Feedback",
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
                        "receipt_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    ("code", models.CharField(max_length=20, unique=True)),
                    ("unit_path", models.CharField(default="", max_length=120)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("remark", "Phản ánh"),
                                ("proposal", "Kiến nghị"),
                                ("complaint", "Khiếu nại"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "topic",
                        models.CharField(
                            choices=[
                                ("procedure", "Quy định, thủ tục, giấy tờ"),
                                ("delay", "Giải quyết chậm"),
                                ("conduct", "Thái độ, hành vi của cán bộ"),
                                ("system", "Lỗi của trang điện tử"),
                                ("other", "Việc khác"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("is_anonymous", models.BooleanField(default=False)),
                    ("contact", motcua.kernel.sealed.SealedJSONField(context="feedback.contact")),
                    (
                        "tracking",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BinaryField(max_length=32), default=list, size=None
                        ),
                    ),
                    ("subject", motcua.kernel.sealed.SealedTextField(context="feedback.subject")),
                    ("text", motcua.kernel.sealed.SealedTextField(context="feedback.text")),
                    (
                        "about",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="feedback.about"),
                    ),
                    ("language", models.CharField(default="vi", max_length=5)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("received", "Mới nhận"),
                                ("assigned", "Đang xử lý"),
                                ("drafted", "Chờ duyệt trả lời"),
                                ("answered", "Đã trả lời"),
                                ("guided", "Đã hướng dẫn nơi giải quyết"),
                                ("declined", "Không xử lý"),
                                ("withdrawn", "Người gửi đã rút"),
                            ],
                            default="received",
                            max_length=10,
                        ),
                    ),
                    ("is_open", models.BooleanField(default=True)),
                    ("received_at", models.DateTimeField()),
                    ("route_due_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("extended_from", models.DateTimeField(null=True)),
                    ("extension_reason", models.TextField(blank=True)),
                    (
                        "draft",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="feedback.draft"),
                    ),
                    (
                        "answer",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="feedback.answer"),
                    ),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "escalation",
                        models.PositiveSmallIntegerField(
                            default=0,
                            help_text="0 nobody, 1 the agency's leader, 2 the agency above",
                        ),
                    ),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "account",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
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
                        "dossier",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.dossier",
                        ),
                    ),
                    (
                        "drafted_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("is_open", True)),
                            fields=["agency", "due_at", "id"],
                            name="feedback_open",
                        ),
                        models.Index(
                            fields=["agency", "-received_at", "id"], name="feedback_of_agency"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("extended_from", None),
                                ("due_at__gt", models.F("extended_from")),
                                _connector="OR",
                            ),
                            name="feedback_extended_onward",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Concern",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("named", "Được nêu trong phản ánh"),
                                ("handled", "Đã giải quyết hồ sơ liên quan"),
                            ],
                            max_length=8,
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
                        "feedback",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="concerns",
                            to="voice.feedback",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("feedback", "official"), name="concern_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="FeedbackFile",
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
                        "feedback",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="files",
                            to="voice.feedback",
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
                name="FeedbackMove",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("at", models.DateTimeField()),
                    ("action", models.CharField(max_length=20)),
                    (
                        "from_state",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("received", "Mới nhận"),
                                ("assigned", "Đang xử lý"),
                                ("drafted", "Chờ duyệt trả lời"),
                                ("answered", "Đã trả lời"),
                                ("guided", "Đã hướng dẫn nơi giải quyết"),
                                ("declined", "Không xử lý"),
                                ("withdrawn", "Người gửi đã rút"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "to_state",
                        models.CharField(
                            choices=[
                                ("received", "Mới nhận"),
                                ("assigned", "Đang xử lý"),
                                ("drafted", "Chờ duyệt trả lời"),
                                ("answered", "Đã trả lời"),
                                ("guided", "Đã hướng dẫn nơi giải quyết"),
                                ("declined", "Không xử lý"),
                                ("withdrawn", "Người gửi đã rút"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "reason",
                        motcua.kernel.sealed.SealedTextField(
                            blank=True, context="feedbackmove.reason"
                        ),
                    ),
                    (
                        "agency",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                    (
                        "feedback",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="moves",
                            to="voice.feedback",
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.unit",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="HelpRequest",
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
                    ("code", models.CharField(max_length=20, unique=True)),
                    (
                        "channel",
                        models.CharField(
                            choices=[
                                ("call", "Điện thoại"),
                                ("message", "Tin nhắn từ trang"),
                                ("counter", "Tại quầy"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "contact",
                        motcua.kernel.sealed.SealedJSONField(context="helprequest.contact"),
                    ),
                    ("text", motcua.kernel.sealed.SealedTextField(context="helprequest.text")),
                    ("language", models.CharField(default="vi", max_length=5)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "Chờ trả lời"),
                                ("taken", "Đang giúp"),
                                ("done", "Đã giúp xong"),
                            ],
                            default="open",
                            max_length=6,
                        ),
                    ),
                    ("received_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    (
                        "answer",
                        motcua.kernel.sealed.SealedTextField(
                            blank=True, context="helprequest.answer"
                        ),
                    ),
                    ("done_at", models.DateTimeField(null=True)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "account",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "escalation",
                        models.PositiveSmallIntegerField(
                            db_default=0,
                            default=0,
                            help_text="0 nobody, 1 the agency's leader, 2 the agency above",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "done"), _negated=True),
                            fields=["agency", "due_at", "id"],
                            name="help_waiting",
                        ),
                        models.Index(
                            fields=["agency", "-received_at", "id"], name="help_of_agency"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HelpLook",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("draft", models.UUIDField(help_text="public id; the draft may be gone")),
                    ("at", models.DateTimeField()),
                    ("question", models.CharField(blank=True, max_length=120)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
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
                        "version",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="procedures.procedureversion",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="looks",
                            to="voice.helprequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                },
            ),
            migrations.CreateModel(
                name="HelpKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("digest", models.BinaryField(max_length=32)),
                    ("sent_to", models.CharField(help_text="masked", max_length=60)),
                    ("sent_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("opened_until", models.DateTimeField(null=True)),
                    (
                        "draft",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "opened_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="keys",
                            to="voice.helprequest",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("request", "draft"), name="help_key_once_a_draft"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="HelpHint",
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
                    ("page", models.CharField(max_length=40)),
                    ("question", models.CharField(max_length=120)),
                    ("note", motcua.kernel.sealed.SealedTextField(context="helphint.note")),
                    ("at", models.DateTimeField()),
                    (
                        "draft",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="dossiers.draft",
                        ),
                    ),
                    (
                        "request",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="hints",
                            to="voice.helprequest",
                        ),
                    ),
                ],
                options={
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("draft", "question"), name="hint_once_a_question"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("link", models.BinaryField(max_length=32, null=True, unique=True)),
                    ("link_until", models.DateTimeField(null=True)),
                    ("code", models.BinaryField(max_length=32, null=True, unique=True)),
                    ("code_until", models.DateTimeField(null=True)),
                    ("is_asked", models.BooleanField(default=False)),
                    ("is_spent", models.BooleanField(default=False)),
                    (
                        "dossier",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="dossiers.dossier",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Publication",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "search",
                        django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                    ),
                    ("search_text", models.TextField(default="", editable=False)),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "Chờ duyệt công khai"),
                                ("published", "Đã công khai"),
                                ("withheld", "Không công khai"),
                            ],
                            default="proposed",
                            max_length=10,
                        ),
                    ),
                    ("question", models.TextField()),
                    ("answer", models.TextField()),
                    ("published_at", models.DateTimeField(null=True)),
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
                        "feedback",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publication",
                            to="voice.feedback",
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search"], name="publication_search"
                        ),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search_text"],
                            name="publication_trigram",
                            opclasses=["gin_trgm_ops"],
                        ),
                        models.Index(
                            condition=models.Q(("state", "published")),
                            fields=["-published_at"],
                            name="publication_public",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Rating",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                        ),
                    ),
                    ("given_on", models.DateField()),
                    ("scores", models.JSONField()),
                    (
                        "comment",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="rating.comment"),
                    ),
                    (
                        "way",
                        models.CharField(
                            choices=[
                                ("link", "Đường dẫn trong tin nhắn"),
                                ("account", "Tài khoản"),
                                ("counter", "Mã tại quầy"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("released_on", models.DateField(null=True)),
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
                    "indexes": [
                        models.Index(fields=["agency", "released_on"], name="rating_of_agency"),
                        models.Index(
                            condition=models.Q(("released_on__isnull", True)),
                            fields=["unit"],
                            name="rating_unreleased",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgencyScore",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("index", models.CharField(max_length=4)),
                    ("begins", models.DateField(help_text="first day of the quarter")),
                    ("score", models.PositiveSmallIntegerField()),
                    ("note", models.TextField(blank=True)),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "index", "begins"), name="agency_score_once_a_period"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("score__lte", 2)), name="agency_score_to_two"
                        ),
                    ],
                },
            ),
        ),
        refuse_changes("voice_feedbackmove"),
        refuse_changes("voice_helplook"),
    ]
