"""What a dossier waits for from its filer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.enums import FeeState, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from motcua.dossiers.models import Dossier

_SUPPLEMENT = frozenset({State.SUPPLEMENT_AT_RECEIPT, State.SUPPLEMENT_IN_PROCESS})
_PAYMENT = frozenset({State.PAYMENT_AT_RECEIPT, State.PAYMENT_IN_PROCESS})

# The register's words where they say little to a filer.
_PLAIN: Mapping[str, _StrPromise] = {
    State.FILED: _("Đã nộp, chờ tiếp nhận"),
    State.SUPPLEMENT_AT_RECEIPT: _("Chờ anh/chị bổ sung"),
    State.SUPPLEMENT_IN_PROCESS: _("Chờ anh/chị bổ sung"),
    State.PAYMENT_AT_RECEIPT: _("Chờ anh/chị nộp tiền"),
    State.PAYMENT_IN_PROCESS: _("Chờ anh/chị nộp tiền"),
    State.FINISHED: _("Đã có kết quả, chờ trả"),
    State.RETURNED: _("Đã có kết quả"),
}


class Todo(StrEnum):
    """The one thing the filer must do now."""

    SUPPLEMENT = "supplement"
    PAY = "pay"
    FETCH = "fetch"
    NOTHING = "nothing"


def todo_of(dossier: Dossier) -> Todo:
    """Give what the filer must do now; a supplement comes before money."""
    if dossier.state in _SUPPLEMENT:
        return Todo.SUPPLEMENT
    if dossier.state in _PAYMENT or (dossier.is_open and dossier.fee_state == FeeState.DUE):
        return Todo.PAY
    return Todo.FETCH if dossier.state == State.RETURNED else Todo.NOTHING


def plain_state(dossier: Dossier) -> str:
    """Say to its filer where a dossier stands."""
    return str(_PLAIN.get(dossier.state) or State(dossier.state).label)
