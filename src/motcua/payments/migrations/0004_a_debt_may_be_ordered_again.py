"""A debt whose order has expired may have another: its key is unique among the others only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_seal_what_payers_write"),
    ]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="key",
            field=models.CharField(max_length=80),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "expired"), _negated=True),
                fields=("key",),
                name="one_order_at_a_time_for_a_debt",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["key", "id"], name="order_of_debt"),
        ),
    ]
