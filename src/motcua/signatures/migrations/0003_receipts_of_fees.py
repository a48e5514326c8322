"""Receipts of fees are signed documents too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("signatures", "0002_signed_documents_are_only_added"),
    ]

    operations = [
        migrations.AlterField(
            model_name="signeddocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("result", "Kết quả giải quyết"),
                    ("slip", "Phiếu"),
                    ("receipt", "Biên nhận"),
                    ("fee", "Biên lai"),
                    ("other", "Văn bản khác"),
                ],
                max_length=8,
            ),
        ),
    ]
