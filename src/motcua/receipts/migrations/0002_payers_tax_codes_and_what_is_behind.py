"""Tax codes of payers, and which orders' receipts are behind their money."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_likenesses"),
        ("payments", "0010_statements"),
        ("receipts", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="paid_by",
            field=models.CharField(help_text="providers, joined by +", max_length=40),
        ),
        migrations.AddField(
            model_name="correction",
            name="payer_tax_code",
            field=models.CharField(blank=True, db_default="", default="", max_length=14),
        ),
        migrations.AddField(
            model_name="due",
            name="is_behind",
            field=models.BooleanField(
                db_default=False, default=False, help_text="money moved since the last receipt"
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="payer_tax_code",
            field=models.CharField(blank=True, db_default="", default="", max_length=14),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(
                condition=models.Q(("kind", "original"), _negated=True),
                fields=["agency", "issued_on", "id"],
                name="receipt_that_follows",
            ),
        ),
        migrations.AddIndex(
            model_name="due",
            index=models.Index(
                condition=models.Q(("is_behind", True)),
                fields=["agency"],
                name="receipt_due_is_behind",
            ),
        ),
    ]
