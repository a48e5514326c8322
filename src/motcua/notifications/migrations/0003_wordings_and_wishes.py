"""A node's own wordings and which holds; what accounts wish, prove, subscribe to and are told."""

import django.contrib.postgres.functions
import django.db.models.deletion
import motcua.kernel.sealed
import uuid
from django.db import migrations, models

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("notifications", "0002_official_notices"),
    ]

    operations = [
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
                ("phone", motcua.kernel.sealed.SealedTextField(context="provenphone.phone")),
                ("digest", models.BinaryField(max_length=32)),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("proved_at", models.DateTimeField(null=True)),
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("account_id", models.BigIntegerField(db_index=True)),
                ("endpoint_index", models.BinaryField(max_length=32, unique=True)),
                (
                    "subscription",
                    motcua.kernel.sealed.SealedJSONField(context="pushsubscription.subscription"),
                ),
                (
                    "called",
                    models.CharField(help_text="the browser, in the owner's words", max_length=80),
                ),
                ("subscribed_at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="message",
            name="medium",
            field=models.CharField(
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account_id", "topic"), name="preference_once")
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
                ("context", motcua.kernel.sealed.SealedJSONField(context="citizennotice.context")),
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
                    models.UniqueConstraint(fields=("account_id", "key"), name="citizen_told_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(
                fields=("occasion", "language", "medium", "number"), name="wording_numbered"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["occasion", "language", "medium", "-id"], name="publication_latest"
            ),
        ),
        refuse_changes("notifications_wording"),
        refuse_changes("notifications_publication"),
    ]
