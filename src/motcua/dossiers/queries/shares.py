"""How much of an agency's work comes online, in a period."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from motcua.dossiers.models import Dossier
from motcua.kernel.clock import ZONE
from motcua.procedures.enums import Channel
from motcua.procedures.queries.offered import channels_offered

if TYPE_CHECKING:
    from collections.abc import Sequence


def online_shares(agency_id: int, begins: date, ends: date) -> tuple[float | None, float]:
    """Give the per cent of dossiers filed online in `[begins, ends)`, and of procedures so offered.

    None for the first where nothing was filed.
    """
    since, until = (datetime.combine(day, time(0), ZONE) for day in (begins, ends))
    filed = Dossier.objects.filter(
        agency_id=agency_id, submitted_at__gte=since, submitted_at__lt=until
    ).aggregate(whole=Count("pk"), online=Count("pk", filter=Q(channel=Channel.ONLINE)))
    offered: Sequence[Sequence[str]] = channels_offered(agency_id, begins, ends)
    online = sum(1 for channels in offered if Channel.ONLINE in channels)
    procedures = 100 * online / len(offered) if offered else 0.0
    return (100 * filed["online"] / filed["whole"] if filed["whole"] else None), procedures
