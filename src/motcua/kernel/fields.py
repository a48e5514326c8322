"""Column types that only PostgreSQL has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _IntegerField = models.BigIntegerField[int, int]
else:  # Django's fields are generic in the type stubs only
    _IntegerField = models.BigIntegerField


class TransactionIdField(_IntegerField):
    """The 64-bit number of the transaction that wrote a row (`xid8`), given by the database."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - Django's signature
        return "xid8"

    def from_db_value(self, value: Any, *_: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        return None if value is None else str(value)
