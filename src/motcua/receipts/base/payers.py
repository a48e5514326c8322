"""Who paid: asked of the room whose matter was paid for, by a contract that it fulfils."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Payer:
    """Whom a receipt is made out to; `tax_code` is that of an organisation, else empty."""

    name: str
    tax_code: str = ""


_NOBODY = Payer("")


def payer_of(subject_kind: str, subject_id: int) -> Payer:
    """Give who pays for a subject; nameless where no room knows.

    The setting `RECEIPT_PAYERS` names for each kind of subject a function that takes its number.
    """
    path = settings.RECEIPT_PAYERS.get(subject_kind, "")
    if not path:
        return _NOBODY
    ask: Callable[[int], Payer | None] = import_string(path)
    return ask(subject_id) or _NOBODY
