"""Tables whose rows are added and never rewritten: the database itself refuses."""

from __future__ import annotations

from django.db.migrations import RunSQL


def append_only(table: str) -> RunSQL:
    """Give the step of a migration after which rows of a table cannot be changed or deleted.

    The migration depends on `kernel.0004_audit_digest`, which makes the function.
    """
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )
