"""What the register says of dossiers that an outage touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.models import Pause, ProvisionalEntry
from motcua.kernel.clock import civil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


def entered_late(dossier_ids: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """Give the register's remarks: entered after an outage, and outages that stopped clocks."""
    found: dict[int, tuple[str, ...]] = {}
    entries = ProvisionalEntry.objects.filter(dossier__in=dossier_ids)
    for entry in entries.select_related("block__agency"):
        words = _("Nhập sau sự cố lúc %(at)s, số tạm %(number)s")
        said = words % {"at": _moment(entry.entered_at), "number": entry.number}
        found[entry.dossier_id or 0] = (said,)
    pauses = Pause.objects.filter(dossier__in=dossier_ids, outage__isnull=False)
    for pause in pauses.order_by("started_at"):
        end = _moment(pause.ended_at) if pause.ended_at else "…"
        said = _("Dừng thời hạn do sự cố %(start)s – %(end)s") % {
            "start": _moment(pause.started_at),
            "end": end,
        }
        found[pause.dossier_id] = (*found.get(pause.dossier_id, ()), said)
    return found


def _moment(moment: datetime) -> str:
    return f"{civil(moment):%d/%m/%Y %H:%M}"
