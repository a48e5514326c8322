"""Sealed bytes have no pattern: the database does not try to compress them at each filing."""

from django.db import migrations

_COLUMNS = ("answers", "contact")


def _storage(kind: str) -> str:
    changes = ", ".join(f"ALTER COLUMN {column} SET STORAGE {kind}" for column in _COLUMNS)
    return f"ALTER TABLE dossiers_dossier {changes}"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_moves_are_only_added")]

    operations = [migrations.RunSQL(_storage("EXTERNAL"), _storage("EXTENDED"))]
