"""Parcels, and where they were seen, which is only added."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.append_only import refuse_changes
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("deliveries", "0001_initial"),
        ("deliveries", "0002_tracking_is_only_added"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="PostRate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "direction",
                        models.CharField(
                            choices=[
                                ("collect", "Bưu chính đến lấy"),
                                ("deliver", "Bưu chính phát tới nhà"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "reach",
                        models.CharField(
                            choices=[
                                ("province", "Trong tỉnh, thành phố"),
                                ("country", "Liên tỉnh"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("grams", models.PositiveIntegerField(help_text="at most")),
                    ("amount", models.PositiveIntegerField(help_text="đồng")),
                    ("days", models.PositiveSmallIntegerField()),
                    ("lost_after", models.PositiveSmallIntegerField()),
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
                            fields=("direction", "reach", "grams", "valid_from"),
                            name="post_rate_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="post_rate_holds_some_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Parcel",
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
                    ("key", models.CharField(max_length=80, unique=True)),
                    ("reference", models.CharField(max_length=20, unique=True)),
                    ("subject_kind", models.CharField(max_length=20)),
                    ("subject_id", models.BigIntegerField()),
                    (
                        "direction",
                        models.CharField(
                            choices=[
                                ("collect", "Bưu chính đến lấy"),
                                ("deliver", "Bưu chính phát tới nhà"),
                            ],
                            max_length=8,
                        ),
                    ),
                    (
                        "contents",
                        models.CharField(
                            choices=[("papers", "Giấy tờ của hồ sơ"), ("result", "Kết quả")],
                            max_length=8,
                        ),
                    ),
                    ("address", motcua.kernel.sealed.SealedJSONField(context="parcel.address")),
                    ("grams", models.PositiveIntegerField()),
                    ("carrier", models.CharField(blank=True, max_length=20)),
                    (
                        "number",
                        models.CharField(blank=True, help_text="the carrier's own", max_length=40),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("requested", "Đang báo bưu chính"),
                                ("booked", "Bưu chính đã nhận yêu cầu"),
                                ("in-transit", "Đang trên đường"),
                                ("delivered", "Đã đến nơi"),
                                ("refused", "Người nhận từ chối"),
                                ("brought-back", "Đã chuyển hoàn"),
                                ("lost", "Thất lạc"),
                                ("cancelled", "Đã hủy"),
                            ],
                            default="requested",
                            max_length=12,
                        ),
                    ),
                    ("requested_at", models.DateTimeField()),
                    ("booked_at", models.DateTimeField(null=True)),
                    (
                        "asked_at",
                        models.DateTimeField(
                            help_text="when the carrier was last asked", null=True
                        ),
                    ),
                    ("due_at", models.DateTimeField(null=True)),
                    (
                        "late_at",
                        models.DateTimeField(help_text="when it was told to be late", null=True),
                    ),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "is_refused",
                        models.BooleanField(
                            default=False, help_text="by the carrier, when asked to carry"
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
                        "rate",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="deliveries.postrate",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            fields=["subject_kind", "subject_id"], name="parcel_of_subject"
                        ),
                        models.Index(
                            condition=models.Q(("ended_at", None)),
                            fields=["agency", "direction", "state"],
                            name="parcel_open",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TrackingEvent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("carrier", models.CharField(max_length=20)),
                    ("event_id", models.CharField(max_length=80)),
                    ("move", models.CharField(blank=True, max_length=12)),
                    ("name", models.CharField(max_length=40)),
                    ("place", models.CharField(blank=True, max_length=120)),
                    ("happened_at", models.DateTimeField()),
                    ("received_at", models.DateTimeField()),
                    (
                        "heard",
                        models.CharField(
                            choices=[
                                ("applied", "Đã ghi nhận"),
                                ("noted", "Không làm thay đổi"),
                                ("unmatched", "Không có bưu phẩm này"),
                            ],
                            max_length=10,
                        ),
                    ),
                    (
                        "parcel",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="events",
                            to="deliveries.parcel",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["parcel", "happened_at"], name="tracking_of_parcel")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("carrier", "event_id"), name="tracking_event_once"
                        )
                    ],
                },
            ),
        ),
        refuse_changes("deliveries_trackingevent"),
    ]
