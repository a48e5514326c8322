"""A citizen who is a canary, and where one listens for her: logs, columns, pages."""

from __future__ import annotations

from django.db import connection

NAME, NUMBER, PHONE, EMAIL = "Hoàng Thị Yến", "001190777888", "0977888999", "chim-yen@dan.example"
STREET, FILE = "Ngõ Chim Yến", "so-ho-khau-chim-yen.pdf"
CANARIES = (NAME, NUMBER, PHONE, PHONE[1:], EMAIL, STREET, FILE, "chim-yen", "hoang thi yen")
# What may name a person in the clear: he is searched and shown by it, under the scope of its rows.
NAMED_ON_PURPOSE = {
    ("identity_person", "full_name"),
    ("identity_person", "search_text"),
    ("identity_account", "email"),
    ("account_emailaddress", "email"),
    ("dossiers_dossier", "applicant_name"),
    ("dossiers_dossier", "search_text"),
}


def columns():
    """Give every column of the database with everything in it, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1, 2"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT string_agg("{column}"::text, chr(10)) FROM "{table}"')  # noqa: S608 - names of the catalogue
            yield (table, column), cursor.fetchone()[0] or ""


def sung(text):
    """Give the canaries in a text, plain or as the bytes of a column."""
    lowered = text.lower()
    return [each for each in CANARIES if each.lower() in lowered or each.encode().hex() in lowered]
