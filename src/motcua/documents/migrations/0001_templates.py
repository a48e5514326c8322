"""Templates of documents and what is made from them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from motcua.kernel.tables import CreateModels


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0001_squashed_0007_counters_with_terminals"),
        ("kernel", "0001_squashed_0008_time_ordered_ids"),
    ]
    operations = [
        CreateModels(
            migrations.CreateModel(
                name="DocumentTemplate",
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
                    ("code", models.SlugField(max_length=60)),
                    ("kind", models.CharField(max_length=4)),
                    ("title", models.CharField(max_length=200)),
                    ("procedure_code", models.CharField(blank=True, max_length=30)),
                    ("valid_from", models.DateField()),
                    ("valid_to", models.DateField(null=True)),
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
                        "file",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="kernel.storedfile",
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
                ],
                options={
                    "ordering": ["title", "valid_from"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "code", "valid_from"), name="template_once_a_day"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("valid_to", None),
                                ("valid_to__gt", models.F("valid_from")),
                                _connector="OR",
                            ),
                            name="template_has_days",
                        ),
                    ],
                },
            ),
        ),
    ]
