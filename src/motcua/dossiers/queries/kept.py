"""What is kept of one dossier, row by row; each kind is read once for a page."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import connection

from motcua.dossiers.models import (
    Pause,
    Proposal,
    Reappointment,
    Result,
    StepRun,
    Supplement,
    Transition,
)
from motcua.kernel.caching import is_reading, once_a_reading
from motcua.kernel.composed import Composed, composed

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from motcua.dossiers.models import Dossier

    Row = TypeVar("Row", bound=Model)


def kept(kind: type[Row], dossier_id: int, *related: str) -> tuple[Row, ...]:
    """Give the rows of a kind that are kept of a dossier, such as its notes, with what they name.

    In the kind's own order. A page knows beforehand of which kinds there are none, and does not
    ask for those.
    """
    if is_reading() and kind not in _kinds_kept(dossier_id):
        return ()
    return tuple(_rows_of(kind, related)(dossier=dossier_id))


@cache
def _rows_of(kind: type[Row], related: tuple[str, ...]) -> Composed[Row]:
    """Compose the read of a kind of rows, with what they name."""

    def rows(dossier: Any) -> QuerySet[Row]:
        found = kind._default_manager.filter(dossier=dossier)  # noqa: SLF001 - public in Django
        return found.select_related(*related) if related else found

    return composed(rows)


@once_a_reading
def _kinds_kept(dossier_id: int) -> frozenset[type[Model]]:
    """Ask in one statement of which kinds a dossier has rows."""
    kinds, statement = _looked_for()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"dossier": dossier_id})
        (found,) = cursor.fetchall()
    return frozenset(kind for kind, is_there in zip(kinds, found, strict=True) if is_there)


@lru_cache(1)
def _looked_for() -> tuple[tuple[type[Model], ...], str]:
    """Write the statement that looks for every kind of rows of this room."""
    models = apps.get_app_config("dossiers").get_models()
    kinds = tuple(model for model in models if hasattr(model, "dossier_id"))
    tables = (kind._meta.db_table for kind in kinds)  # noqa: SLF001 - public in Django
    looks = (f'EXISTS(SELECT FROM "{table}" WHERE dossier_id = %(dossier)s)' for table in tables)
    return kinds, f"SELECT {', '.join(looks)}"


@once_a_reading
def steps_of(dossier: Dossier) -> tuple[StepRun, ...]:
    """Give every round of every step, in the order they began, with its unit and officials."""
    return tuple(_rows_of(StepRun, ("unit", "official", "behalf"))(dossier=dossier.pk))


@once_a_reading
def moves_of(dossier: Dossier) -> tuple[Transition, ...]:
    """Give the moves, the first first, with who made them."""
    return tuple(_moves(dossier=dossier.pk))


@composed
def _moves(dossier: Any) -> QuerySet[Transition]:
    rows = Transition.objects.filter(dossier=dossier)
    return rows.select_related("official").order_by("at", "pk")


def written_at(move: Transition) -> datetime | None:
    """Give when a move was written down, where that was not when it happened."""
    said = move.data.get("written_at")
    return datetime.fromisoformat(said) if said else None


@once_a_reading
def pauses_of(dossier: Dossier) -> tuple[Pause, ...]:
    """Give the pauses, the first first."""
    return kept(Pause, dossier.pk)


@once_a_reading
def supplements_of(dossier: Dossier) -> tuple[Supplement, ...]:
    """Give what was asked of the filer, the first first."""
    return kept(Supplement, dossier.pk)


@once_a_reading
def result_kept(dossier: Dossier) -> Result | None:
    """Give the result, drafted or signed, with who drafted and approved it; None before."""
    rows = kept(Result, dossier.pk, "approved_by", "drafted_by", "pdf__blob")
    return next(iter(rows), None)


@once_a_reading
def proposals_of(dossier: Dossier) -> tuple[Proposal, ...]:
    """Give what was proposed to a second person, with who proposed and who decided."""
    return kept(Proposal, dossier.pk, "asked_by", "decided_by")


@once_a_reading
def apology_kept(dossier: Dossier) -> Reappointment | None:
    """Give the one apology made for a dossier, whatever became of the date it promised."""
    return next(iter(kept(Reappointment, dossier.pk)), None)
