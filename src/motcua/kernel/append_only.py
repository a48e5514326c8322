"""Rows that are written once: no update and no delete, neither here nor by the database role."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models
from django.db.migrations import RunSQL

M = TypeVar("M", bound=models.Model)


class AppendOnlyViolated(TypeError):
    """Rows of this table are only added. A mistake in our own code, never a user's."""


class AppendOnlyQuerySet(models.QuerySet[M]):
    """A queryset that reads and adds."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)  # noqa: SLF001 - Django's public name

    def delete(self) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)  # noqa: SLF001 - Django's public name

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyViolated(self.model._meta.label)  # noqa: SLF001 - Django's public name


class AppendOnlyModel(models.Model):
    """Base of append-only tables; `kernel.roles` grants no more than SELECT and INSERT on them."""

    append_only: ClassVar[bool] = True

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolated(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyViolated(self._meta.label)


def refuse_changes(table: str) -> RunSQL:
    """Give the step of a migration after which the database itself refuses to change its rows.

    The migration depends on the one of `kernel`, which makes the function.
    """
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()",
        f"DROP TRIGGER append_only ON {table}",
    )
