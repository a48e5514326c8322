"""Messages in their lanes, what carriers say of them, wordings, wishes and notices."""

import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_official_notices"),
        ("notifications", "0003_wordings_and_wishes"),
        ("notifications", "0004_messages_wait_in_lanes"),
        ("notifications", "0005_wishes_of_persons"),
        ("notifications", "0006_withdrawals_and_whose_messages"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Message",
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
                    ("key", models.CharField(max_length=120, unique=True)),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("template", models.CharField(max_length=40)),
                    ("language", models.CharField(max_length=5)),
                    ("address", motcua.kernel.sealed.SealedTextField(context="message.address")),
                    ("context", motcua.kernel.sealed.SealedJSONField(context="message.context")),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("waiting", "Chờ gửi"),
                                ("sent", "Đã gửi"),
                                ("delivered", "Đã tới nơi"),
                                ("failed", "Không gửi được"),
                                ("bounced", "Bị trả lại"),
                            ],
                            default="waiting",
                            max_length=10,
                        ),
                    ),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("written_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("carrier_id", models.CharField(blank=True, max_length=80)),
                    (
                        "fault",
                        models.CharField(
                            blank=True, help_text="code of the last error", max_length=60
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
                    ("cost", models.PositiveIntegerField(db_default=0, help_text="đồng")),
                    (
                        "ended_at",
                        models.DateTimeField(help_text="delivered, or given up", null=True),
                    ),
                    (
                        "kind",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Mã, xác nhận"),
                                (1, "Việc có thời hạn"),
                                (2, "Tin về hồ sơ"),
                                (3, "Tin khác"),
                            ],
                            db_default=2,
                        ),
                    ),
                    (
                        "lane",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.db.models.functions.comparison.Coalesce(
                                "agency", models.Value(0)
                            ),
                            output_field=models.BigIntegerField(),
                        ),
                    ),
                    ("leased_until", models.DateTimeField(null=True)),
                    ("provider", models.CharField(blank=True, db_default="", max_length=20)),
                    ("round", models.PositiveSmallIntegerField(db_default=0)),
                    ("segments", models.PositiveSmallIntegerField(db_default=0)),
                    (
                        "account_id",
                        models.BigIntegerField(
                            help_text="the account that follows the matter", null=True
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state", "waiting")),
                            fields=["medium", "kind", "lane", "due_at", "id"],
                            name="message_queue",
                        ),
                        models.Index(
                            condition=models.Q(("state__in", ["failed", "bounced"])),
                            fields=["lane", "-written_at", "-id"],
                            name="message_dead",
                        ),
                        models.Index(
                            condition=models.Q(("segments__gt", 0)),
                            fields=["lane", "sent_at"],
                            name="message_cost",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="OfficialNotice",
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
                            db_default=django.contrib.postgres.functions.RandomUUID(),
                            editable=False,
                            unique=True,
                        ),
                    ),
                    ("key", models.CharField(max_length=120)),
                    ("kind", models.CharField(max_length=40)),
                    ("subject_kind", models.CharField(blank=True, max_length=20)),
                    ("subject_id", models.CharField(blank=True, max_length=40)),
                    ("text", models.CharField(max_length=300)),
                    ("data", models.JSONField(default=dict)),
                    ("at", models.DateTimeField()),
                    ("read_at", models.DateTimeField(null=True)),
                    (
                        "official",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["official", "-at", "-id"], name="official_notices"),
                        models.Index(
                            condition=models.Q(("read_at", None)),
                            fields=["official"],
                            name="official_notice_unread",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("official", "key"), name="official_told_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProvenPhone",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("account_id", models.BigIntegerField(unique=True)),
                    (
                        "phone",
                        motcua.kernel.sealed.SealedTextField(
                            blank=True, context="provenphone.phone"
                        ),
                    ),
                    ("digest", models.BinaryField(max_length=32)),
                    ("expires_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("proved_at", models.DateTimeField(null=True)),
                    (
                        "asked",
                        motcua.kernel.sealed.SealedTextField(
                            blank=True, context="provenphone.asked"
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="PushSubscription",
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
                    ("account_id", models.BigIntegerField(db_index=True)),
                    ("endpoint_index", models.BinaryField(max_length=32, unique=True)),
                    (
                        "subscription",
                        motcua.kernel.sealed.SealedJSONField(
                            context="pushsubscription.subscription"
                        ),
                    ),
                    (
                        "called",
                        models.CharField(
                            help_text="the browser, in the owner's words", max_length=80
                        ),
                    ),
                    ("subscribed_at", models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name="Preference",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("account_id", models.BigIntegerField()),
                    (
                        "topic",
                        models.CharField(
                            choices=[
                                ("dossier", "Hồ sơ của tôi: tiếp nhận, bổ sung, kết quả"),
                                ("payment", "Tiền phải nộp, tiền trả lại"),
                                ("feedback", "Phản ánh, kiến nghị, trợ giúp"),
                                ("helping", "Nộp hộ"),
                                ("parcel", "Bưu phẩm"),
                                ("booking", "Lịch hẹn ở quầy"),
                                ("reminder", "Lời nhắc"),
                                ("news", "Mời đánh giá và tin chung"),
                                ("code", "Mã dùng một lần"),
                                ("account", "Tài khoản và bảo mật"),
                                ("official", "Báo cho lãnh đạo"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("media", models.JSONField(default=list)),
                    ("language", models.CharField(blank=True, max_length=5)),
                    ("changed_at", models.DateTimeField()),
                    ("person_id", models.BigIntegerField(null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("account_id", "topic"), name="preference_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Unsubscription",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "topic",
                        models.CharField(
                            choices=[
                                ("dossier", "Hồ sơ của tôi: tiếp nhận, bổ sung, kết quả"),
                                ("payment", "Tiền phải nộp, tiền trả lại"),
                                ("feedback", "Phản ánh, kiến nghị, trợ giúp"),
                                ("helping", "Nộp hộ"),
                                ("parcel", "Bưu phẩm"),
                                ("booking", "Lịch hẹn ở quầy"),
                                ("reminder", "Lời nhắc"),
                                ("news", "Mời đánh giá và tin chung"),
                                ("code", "Mã dùng một lần"),
                                ("account", "Tài khoản và bảo mật"),
                                ("official", "Báo cho lãnh đạo"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("address_index", models.BinaryField(max_length=32)),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("topic", "address_index"), name="unsubscribed_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Wording",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("occasion", models.CharField(max_length=40)),
                    ("language", models.CharField(max_length=5)),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=5,
                        ),
                    ),
                    (
                        "number",
                        models.PositiveIntegerField(
                            help_text="1, 2, 3 … of its occasion, language, medium"
                        ),
                    ),
                    ("subject", models.CharField(blank=True, max_length=200)),
                    ("text", models.TextField()),
                    ("reason", models.CharField(max_length=300)),
                    ("written_at", models.DateTimeField()),
                    (
                        "written_by",
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
                        models.UniqueConstraint(
                            fields=("occasion", "language", "medium", "number"),
                            name="wording_numbered",
                        )
                    ],
                },
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
                    ("occasion", models.CharField(max_length=40)),
                    ("language", models.CharField(max_length=5)),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=5,
                        ),
                    ),
                    ("holds_from", models.DateTimeField()),
                    ("reason", models.CharField(max_length=300)),
                    ("published_at", models.DateTimeField()),
                    (
                        "published_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "wording",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="publications",
                            to="notifications.wording",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["occasion", "language", "medium", "-id"],
                            name="publication_latest",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CitizenNotice",
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
                            db_default=django.contrib.postgres.functions.RandomUUID(),
                            editable=False,
                            unique=True,
                        ),
                    ),
                    ("account_id", models.BigIntegerField()),
                    ("key", models.CharField(max_length=120)),
                    ("occasion", models.CharField(max_length=40)),
                    ("subject_kind", models.CharField(blank=True, max_length=20)),
                    ("subject_id", models.CharField(blank=True, max_length=40)),
                    (
                        "context",
                        motcua.kernel.sealed.SealedJSONField(context="citizennotice.context"),
                    ),
                    ("at", models.DateTimeField()),
                    ("read_at", models.DateTimeField(null=True)),
                    (
                        "agency",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["account_id", "-at", "-id"], name="citizen_notices"),
                        models.Index(fields=["at"], name="citizen_notices_old"),
                        models.Index(
                            condition=models.Q(("read_at", None)),
                            fields=["account_id"],
                            name="citizen_notice_unread",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("account_id", "key"), name="citizen_told_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CarrierHealth",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=10,
                            unique=True,
                        ),
                    ),
                    (
                        "downs",
                        models.PositiveIntegerField(
                            default=0, help_text="failures since the last success"
                        ),
                    ),
                    (
                        "rests",
                        models.PositiveSmallIntegerField(default=0, help_text="rests since then"),
                    ),
                    ("rests_until", models.DateTimeField(null=True)),
                    (
                        "since",
                        models.DateTimeField(help_text="when the first rest began", null=True),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="DeliveryReport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("event_id", models.CharField(max_length=80)),
                    ("round", models.PositiveSmallIntegerField(default=0)),
                    (
                        "said",
                        models.CharField(
                            choices=[
                                ("delivered", "đã tới nơi"),
                                ("failed", "không tới nơi"),
                                ("bounced", "địa chỉ không nhận thư"),
                                ("other", "điều khác"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=40)),
                    ("happened_at", models.DateTimeField()),
                    ("received_at", models.DateTimeField()),
                    (
                        "heard",
                        models.CharField(
                            choices=[
                                ("applied", "đã ghi"),
                                ("noted", "không đổi gì"),
                                ("unmatched", "không rõ tin nào"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "message",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="reports",
                            to="notifications.message",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "event_id"), name="delivery_report_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="QuietHours",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "kind",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (0, "Mã, xác nhận"),
                                (1, "Việc có thời hạn"),
                                (2, "Tin về hồ sơ"),
                                (3, "Tin khác"),
                            ]
                        ),
                    ),
                    ("starts", models.TimeField()),
                    (
                        "ends",
                        models.TimeField(
                            help_text="first moment of the day, or of the next, that is not quiet"
                        ),
                    ),
                    ("valid_from", models.DateField()),
                    (
                        "valid_to",
                        models.DateField(help_text="first day it no longer holds", null=True),
                    ),
                    ("source", models.CharField(max_length=300)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("medium", "kind", "valid_from"), name="quiet_hours_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SegmentPrice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("provider", models.CharField(max_length=20)),
                    ("amount", models.PositiveIntegerField(help_text="đồng")),
                    ("valid_from", models.DateField()),
                    (
                        "valid_to",
                        models.DateField(help_text="first day it no longer holds", null=True),
                    ),
                    ("source", models.CharField(max_length=300)),
                    ("is_invented", models.BooleanField(default=False)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("provider", "valid_from"), name="segment_price_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SilentAddress",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "medium",
                        models.CharField(
                            choices=[
                                ("email", "Thư điện tử"),
                                ("sms", "Tin nhắn"),
                                ("push", "Báo trên trình duyệt"),
                                ("zalo", "Zalo"),
                                ("vneid", "VNeID"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "index",
                        models.BinaryField(help_text="blind index of the address", max_length=32),
                    ),
                    ("reason", models.CharField(max_length=40)),
                    ("since", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("medium", "index"), name="silent_address_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="TextStyle",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("template", models.CharField(blank=True, max_length=40)),
                    ("has_diacritics", models.BooleanField()),
                    (
                        "agency",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.agency",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "template"),
                            name="text_style_once",
                            nulls_distinct=False,
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Withdrawal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.CharField(max_length=300)),
                    ("withdrawn_at", models.DateTimeField()),
                    (
                        "withdrawn_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "wording",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="withdrawal",
                            to="notifications.wording",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
        ),
        refuse_changes("notifications_wording"),
        refuse_changes("notifications_publication"),
        refuse_changes("notifications_deliveryreport"),
        refuse_changes("notifications_withdrawal"),
    ]
