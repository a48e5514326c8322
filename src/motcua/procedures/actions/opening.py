"""Opening a procedure of the national catalogue at an agency, in one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.kernel.caching import forget_all
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotFound
from motcua.procedures.actions.authorising import require_offerer
from motcua.procedures.actions.offering import OfferingFacts, open_offering
from motcua.procedures.actions.settling import fill_limits
from motcua.procedures.base.national.records import Record
from motcua.procedures.base.national.settling import Asks, place_of, unclear_limits
from motcua.procedures.enums import Channel, VersionStatus
from motcua.procedures.errors import ChangeWaits, ChannelClosed, LimitUnsettled
from motcua.procedures.models import NationalRecord
from motcua.procedures.queries import pack_of, version_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.enums import LimitUnit
    from motcua.procedures.models import Offering


@dataclass(frozen=True, slots=True)
class Opening:
    """How an agency opens a procedure: units by role, ways of filing, time limits to be settled."""

    units: Mapping[str, int]
    channels: Sequence[str]
    limits: Mapping[str, tuple[int, LimitUnit]] = field(default_factory=dict)


@transaction.atomic
def open_imported(
    *, actor: Actor, agency: Agency, code: str, opening: Opening, now: datetime
) -> Offering:
    """Open a procedure of the catalogue at an agency from today, with what it was generated with.

    A time limit that the source left unclear must be given for every way that is taken; it then
    holds for all agencies. Raises `NotAllowed`, `NotFound`, `VersionNotPublished`,
    `ChannelClosed`, `LimitUnsettled`, `ChangeWaits`, and what `open_offering` raises.
    """
    require_offerer(actor, agency.pk)
    today = civil_date(now)
    pack = pack_of(version_on(code, today))
    _require_ways(pack, [*opening.channels, *opening.limits])
    unclear = set(unclear_limits(pack)) & set(opening.channels)
    if unclear - set(opening.limits):
        raise LimitUnsettled(channels=sorted(unclear - set(opening.limits)))
    if unclear:
        limits = {str(channel): opening.limits[channel] for channel in unclear}
        _settle(code, limits, actor=actor, now=now)
    return open_offering(
        actor=actor,
        agency=agency,
        procedure_code=code,
        facts=OfferingFacts(opening.units, (), tuple(opening.channels)),
        opened_from=today,
        now=now,
    )


def _require_ways(pack: Pack, asked: Iterable[str]) -> None:
    """Raise `ChannelClosed`, with the ways there are, for a way that the procedure has not."""
    there = [Channel(way.channel) for way in pack.channels]
    stray = [way for way in dict.fromkeys(asked) if way not in there]
    if not stray:
        return
    names = [str(Channel(way).label) if way in Channel.values else way for way in stray]
    raise ChannelClosed(
        _("Thủ tục này không nộp được bằng cách: %(ways)s. Các cách nộp hiện có: %(there)s.")
        % {"ways": ", ".join(names), "there": ", ".join(str(way.label) for way in there)},
        channels=sorted(stray),
    )


def _settle(
    code: str, limits: Mapping[str, tuple[int, LimitUnit]], *, actor: Actor, now: datetime
) -> None:
    """Settle limits and let them hold at once; a change that waits is not let in with them."""
    row = NationalRecord.objects.select_related("version").filter(code=code).first()
    if row is None:
        raise NotFound
    if row.version is not None and row.version.status == VersionStatus.DRAFT:
        raise ChangeWaits
    values = dict(_values(row, limits))
    fill_limits(actor=actor, code=code, values=values, now=now)
    forget_all()


def _values(
    row: NationalRecord, limits: Mapping[str, tuple[int, LimitUnit]]
) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    """Give a value for one flag of each way whose limit is given."""
    record = Record.model_validate(row.source)
    values: dict[str, tuple[tuple[str, str], dict[str, Any]]] = {}
    for flag in row.flags:
        place = place_of(record, flag["kind"], flag["path"])
        if place.asks is Asks.LIMIT and place.subject in limits:
            amount, unit = limits[place.subject]
            value = {"amount": amount, "unit": str(unit)}
            values.setdefault(place.subject, ((flag["kind"], flag["path"]), value))
    return list(values.values())
