"""Messages of phones, and what somebody said he would pay."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("payments", "0001_squashed_0014_several_accounts"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="IncomingText",
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
                    ("event_id", models.CharField(max_length=80, unique=True)),
                    ("sender", motcua.kernel.sealed.SealedTextField(context="incomingtext.sender")),
                    ("body", motcua.kernel.sealed.SealedTextField(context="incomingtext.body")),
                    (
                        "wish",
                        models.CharField(
                            choices=[
                                ("track", "Tra cứu hồ sơ"),
                                ("pay", "Nộp tiền"),
                                ("confirm", "Xác nhận nộp tiền"),
                                ("help", "Hỏi cách nhắn tin"),
                                ("silence", "Quá nhiều tin, không trả lời"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("received_at", models.DateTimeField()),
                    (
                        "answer",
                        motcua.kernel.sealed.SealedTextField(
                            context="incomingtext.answer", default=""
                        ),
                    ),
                    ("answered_at", models.DateTimeField(null=True)),
                ],
                options={
                    "indexes": [models.Index(fields=["received_at"], name="incoming_text_at")],
                },
            ),
            migrations.CreateModel(
                name="PayIntent",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sender", models.BinaryField(max_length=32)),
                    ("code", models.CharField(max_length=4)),
                    ("language", models.CharField(max_length=2)),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("expires_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("told_at", models.DateTimeField(null=True)),
                    (
                        "attempt",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.attempt",
                        ),
                    ),
                    (
                        "order",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.order",
                        ),
                    ),
                    (
                        "text",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="intent",
                            to="texting.incomingtext",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("confirmed_at", None)),
                            fields=["sender", "-id"],
                            name="pay_intent_of_sender",
                        )
                    ],
                },
            ),
        ),
    ]
