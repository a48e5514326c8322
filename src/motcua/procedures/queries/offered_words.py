"""The words of the procedures that some agency offers or offered."""

from __future__ import annotations

from motcua.procedures.models import Procedure


def words_of_offered() -> tuple[tuple[str, str], ...]:
    """Give (code, folded names) of every procedure that was ever offered, by code."""
    rows = Procedure.objects.filter(offerings__isnull=False).distinct().order_by("code")
    return tuple(rows.values_list("code", "search_text"))
