"""Messages wait in lanes, one for each agency; what carriers say of them, and dated rules."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

from motcua.kernel.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0004_audit_digest"),
        ("agencies", "0006_likenesses"),
        ("notifications", "0003_wordings_and_wishes"),
    ]

    operations = [
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
                ("since", models.DateTimeField(help_text="when the first rest began", null=True)),
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
            ],
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
                ("valid_to", models.DateField(help_text="first day it no longer holds", null=True)),
                ("source", models.CharField(max_length=300)),
            ],
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
                ("valid_to", models.DateField(help_text="first day it no longer holds", null=True)),
                ("source", models.CharField(max_length=300)),
                ("is_invented", models.BooleanField(default=False)),
            ],
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
            ],
        ),
        migrations.RemoveIndex(
            model_name="message",
            name="message_waiting",
        ),
        migrations.AddField(
            model_name="message",
            name="cost",
            field=models.PositiveIntegerField(db_default=0, help_text="đồng"),
        ),
        migrations.AddField(
            model_name="message",
            name="ended_at",
            field=models.DateTimeField(help_text="delivered, or given up", null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="kind",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "Mã, xác nhận"),
                    (1, "Việc có thời hạn"),
                    (2, "Tin về hồ sơ"),
                    (3, "Tin khác"),
                ],
                db_default=2,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="lane",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    "agency", models.Value(0)
                ),
                output_field=models.BigIntegerField(),
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="leased_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="provider",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="message",
            name="round",
            field=models.PositiveSmallIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name="message",
            name="segments",
            field=models.PositiveSmallIntegerField(db_default=0),
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
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["medium", "kind", "lane", "due_at", "id"],
                name="message_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "bounced"])),
                fields=["lane", "-written_at", "-id"],
                name="message_dead",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("segments__gt", 0)),
                fields=["lane", "sent_at"],
                name="message_cost",
            ),
        ),
        migrations.AddField(
            model_name="deliveryreport",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="notifications.message",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiethours",
            constraint=models.UniqueConstraint(
                fields=("medium", "kind", "valid_from"), name="quiet_hours_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="segmentprice",
            constraint=models.UniqueConstraint(
                fields=("provider", "valid_from"), name="segment_price_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="silentaddress",
            constraint=models.UniqueConstraint(
                fields=("medium", "index"), name="silent_address_once"
            ),
        ),
        migrations.AddField(
            model_name="textstyle",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryreport",
            constraint=models.UniqueConstraint(
                fields=("provider", "event_id"), name="delivery_report_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="textstyle",
            constraint=models.UniqueConstraint(
                fields=("agency", "template"), name="text_style_once", nulls_distinct=False
            ),
        ),
        refuse_changes("notifications_deliveryreport"),
    ]
