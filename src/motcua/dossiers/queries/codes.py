"""Codes of dossiers, for rooms that know them by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.models import Dossier

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


def number_of(code: str) -> int | None:
    """Give the number of the dossier that has a code; None where none has."""
    return Dossier.objects.filter(code=code.strip().upper()).values_list("pk", flat=True).first()


def codes_of(numbers: Collection[int]) -> dict[int, tuple[str, UUID]]:
    """Give code and public id of some dossiers, by number."""
    rows = Dossier.objects.filter(pk__in=numbers).values_list("pk", "code", "public_id")
    return {number: (code, public_id) for number, code, public_id in rows}
