"""Rotation of the sealing key: every sealed column is sealed again under the current key.

Put a new key in front (`keys.add_seal_key`), restart the processes, run `reseal_all`, and take the
old keys out a week later (`keys.drop_old_seal_keys`): kept answers of idempotent writes live that
long. On the command line: `motcua keys add`, `reseal` and `drop`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction

from motcua.kernel.sealed import Sealed, SealedField, reseal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

_BATCH = 500


def reseal_all() -> Mapping[str, int]:
    """Seal every sealed column of every model again; give the rows changed of each model.

    Runs beside the application, a batch of rows at a time; may be stopped and run again.
    """
    ours = (model for model in apps.get_models() if model._meta.managed)  # noqa: SLF001 - Django's public name
    sealed = [model for model in ours if _sealed_fields(model)]
    return {model._meta.label: reseal_model(model) for model in sealed}  # noqa: SLF001 - Django's public name


def reseal_model(model: type[Model]) -> int:
    """Seal the sealed columns of one model again; give the number of rows changed.

    Raises `SealBroken` when a value does not open.
    """
    changed, last = 0, None
    while True:
        with transaction.atomic():
            rows = model._default_manager.select_for_update().order_by("pk")  # noqa: SLF001 - Django's public name
            batch = list((rows if last is None else rows.filter(pk__gt=last))[:_BATCH])
            changed += sum(_reseal_row(row) for row in batch)
        if len(batch) < _BATCH:
            return changed
        last = batch[-1].pk


def _reseal_row(row: Model) -> bool:
    renewed: dict[str, Sealed] = {}
    for field in _sealed_fields(type(row)):
        stored = row.__dict__[field.attname].closed()
        # The empty text is no bytes; a missing value is none.
        if stored and (fresh := reseal(stored, field.context)) != stored:
            renewed[field.attname] = Sealed(field, fresh)
    if renewed:
        type(row)._default_manager.filter(pk=row.pk).update(**renewed)  # noqa: SLF001 - Django's public name
    return bool(renewed)


def _sealed_fields(model: type[Model]) -> list[SealedField[object]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]  # noqa: SLF001 - Django's public name
