"""Accounts, persons, sessions and mandates."""

import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import motcua.kernel.sealed
from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("identity", "0001_initial"),
        ("identity", "0002_account_sessions_ended"),
        ("identity", "0003_seal_addresses"),
        ("identity", "0004_mandates"),
        ("identity", "0005_found_by_number"),
        ("identity", "0006_owners_as_called"),
        ("identity", "0007_papers_of_authority"),
    ]
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="Account",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    (
                        "last_login",
                        models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                    ),
                    (
                        "is_superuser",
                        models.BooleanField(
                            default=False,
                            help_text="Designates that this user has all permissions without explicitly assigning them.",
                            verbose_name="superuser status",
                        ),
                    ),
                    (
                        "public_id",
                        models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                    ),
                    (
                        "side",
                        models.CharField(
                            choices=[
                                ("citizen", "Công dân, doanh nghiệp"),
                                ("official", "Cán bộ"),
                                ("client", "Hệ thống"),
                            ],
                            default="citizen",
                            max_length=8,
                        ),
                    ),
                    ("email", models.EmailField(max_length=254, unique=True)),
                    ("language", models.CharField(default="vi", max_length=5)),
                    ("is_active", models.BooleanField(default=True)),
                    ("is_staff", models.BooleanField(default=False)),
                    ("joined_at", models.DateTimeField()),
                    (
                        "generation",
                        models.PositiveIntegerField(
                            default=0,
                            editable=False,
                            help_text="raised to end every session of the account",
                        ),
                    ),
                    (
                        "groups",
                        models.ManyToManyField(
                            blank=True,
                            help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.group",
                            verbose_name="groups",
                        ),
                    ),
                    (
                        "official",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="account",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "user_permissions",
                        models.ManyToManyField(
                            blank=True,
                            help_text="Specific permissions for this user.",
                            related_name="user_set",
                            related_query_name="user",
                            to="auth.permission",
                            verbose_name="user permissions",
                        ),
                    ),
                    (
                        "person",
                        models.OneToOneField(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="account",
                            to="identity.person",
                        ),
                    ),
                    (
                        "sessions_ended_at",
                        models.DateTimeField(editable=False, help_text="machine time", null=True),
                    ),
                ],
                options={
                    "abstract": False,
                    "indexes": [
                        models.Index(
                            condition=models.Q(("sessions_ended_at__isnull", False)),
                            fields=["sessions_ended_at"],
                            name="account_sessions_ended",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AccessToken",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=80)),
                    ("digest", models.BinaryField(max_length=32, unique=True)),
                    ("scopes", models.JSONField(default=list)),
                    ("created_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="access_tokens",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Person",
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
                    ("full_name", models.CharField(max_length=100)),
                    ("birth_date", models.DateField(blank=True, null=True)),
                    (
                        "sex",
                        models.CharField(
                            blank=True, choices=[("male", "Nam"), ("female", "Nữ")], max_length=6
                        ),
                    ),
                    (
                        "nationality",
                        models.CharField(
                            default="VN", help_text="ISO 3166-1 alpha-2", max_length=2
                        ),
                    ),
                    ("ethnicity", models.CharField(blank=True, max_length=40)),
                    (
                        "place_code",
                        models.CharField(
                            blank=True, help_text="commune of residence", max_length=8
                        ),
                    ),
                    ("household", models.UUIDField(blank=True, db_index=True, null=True)),
                    (
                        "phone",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="person.phone"),
                    ),
                    (
                        "email",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="person.email"),
                    ),
                    (
                        "search",
                        django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                    ),
                    ("search_text", models.TextField(default="", editable=False)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "address",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="person.address"),
                    ),
                    ("phone_index", models.BinaryField(max_length=32, null=True)),
                ],
                options={
                    "verbose_name_plural": "people",
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search"], name="person_search"
                        ),
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["search_text"],
                            name="person_trigram",
                            opclasses=["gin_trgm_ops"],
                        ),
                        models.Index(
                            condition=models.Q(("phone_index__isnull", False)),
                            fields=["phone_index"],
                            name="person_phone",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Organisation",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("1", "Công dân"),
                                ("2", "Doanh nghiệp"),
                                ("3", "Cơ quan nhà nước"),
                                ("4", "Khác"),
                            ],
                            default="2",
                            max_length=1,
                        ),
                    ),
                    ("name", models.CharField(max_length=200)),
                    ("tax_code", models.CharField(max_length=14, unique=True)),
                    ("place_code", models.CharField(blank=True, max_length=8)),
                    ("address", models.CharField(blank=True, max_length=200)),
                    ("search_text", models.TextField(default="", editable=False)),
                    ("is_invented", models.BooleanField(default=False)),
                    (
                        "representative",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="represents",
                            to="identity.person",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Identifier",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "type",
                        models.CharField(
                            choices=[
                                ("citizen-number", "Số định danh cá nhân (12 số)"),
                                ("old-id", "Chứng minh nhân dân (9 số)"),
                                ("passport", "Hộ chiếu"),
                                ("residence-card", "Thẻ thường trú, tạm trú"),
                                ("tax-code", "Mã số thuế, mã số doanh nghiệp"),
                            ],
                            max_length=16,
                        ),
                    ),
                    ("country", models.CharField(default="VN", max_length=2)),
                    ("number", motcua.kernel.sealed.SealedTextField(context="identifier.number")),
                    ("blind_index", models.BinaryField(max_length=32)),
                    ("is_current", models.BooleanField(default=True)),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="identifiers",
                            to="identity.person",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("confirmed_at__isnull", False)),
                            fields=("type", "country", "blind_index"),
                            name="identifier_names_one_person",
                        ),
                        models.UniqueConstraint(
                            fields=("person", "type", "country", "blind_index"),
                            name="identifier_once_each",
                        ),
                    ],
                    "indexes": [models.Index(fields=["blind_index"], name="identifier_blind")],
                },
            ),
            migrations.CreateModel(
                name="SecondFactorReset",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("reason", models.CharField(max_length=300)),
                    ("approved_at", models.DateTimeField(null=True)),
                    (
                        "account",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="factor_resets",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "approved_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resets_approved",
                            to="agencies.official",
                        ),
                    ),
                    (
                        "asked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="resets_asked",
                            to="agencies.official",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("approved_by", models.F("asked_by")), _negated=True
                            ),
                            name="second_factor_reset_by_two_people",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Mandate",
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
                    ("relation", models.CharField(max_length=60)),
                    (
                        "phone",
                        motcua.kernel.sealed.SealedTextField(blank=True, context="mandate.phone"),
                    ),
                    ("asked_at", models.DateTimeField()),
                    ("digest", models.BinaryField(max_length=32, null=True)),
                    ("expires_at", models.DateTimeField(null=True)),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("is_by_paper", models.BooleanField(default=False)),
                    ("consented_at", models.DateTimeField(null=True)),
                    ("ending", models.BinaryField(max_length=32, unique=True)),
                    ("ended_at", models.DateTimeField(null=True)),
                    (
                        "helper",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="helps",
                            to="identity.person",
                        ),
                    ),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="helped_by",
                            to="identity.person",
                        ),
                    ),
                    (
                        "called",
                        motcua.kernel.sealed.SealedTextField(context="mandate.called", null=True),
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
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("helper", models.F("owner")), _negated=True),
                            name="mandate_between_two",
                        )
                    ],
                },
            ),
        ),
    ]
