"""What the pages of the national catalogue show: a flag beside its source, a way of opening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries.administration import units_by_role
from motcua.console.national.base import KINDS, TIERS, in_words, source_name
from motcua.kernel.errors import NotFound
from motcua.kernel.money import show
from motcua.procedures.base.levels import level_of
from motcua.procedures.base.loading import pack_from
from motcua.procedures.base.national.flags import FlagKind
from motcua.procedures.base.national.settling import Asks, place_of, unclear_limits
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import means_of, pack_of, version_on
from motcua.procedures.queries.at_agency import offerings_at
from motcua.procedures.queries.national import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from motcua.agencies.models import Agency, Unit
    from motcua.procedures.base.levels import Level
    from motcua.procedures.base.national.records import Record
    from motcua.procedures.base.packs import ChannelSpec, Pack
    from motcua.procedures.models import NationalRecord

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Flagged:
    """A flag with what the source says there, line by line, and what was understood of it."""

    code: str
    name: str
    kind: str
    path: str
    what: str
    source: tuple[tuple[str, str], ...]
    understood: str
    asks: Asks
    is_settled: bool


def flagged(code: str, kind: str, path: str, language: str) -> Flagged:
    """Give a flag of a record. Raises `NotFound`."""
    row, record = record_of(code)
    flag = next((f for f in row.flags if (f["kind"], f["path"]) == (kind, path)), None)
    if flag is None:
        raise NotFound
    place = place_of(record, kind, path)
    return Flagged(
        code=code,
        name=record.TENTTHC,
        kind=kind,
        path=path,
        what=str(KINDS.get(kind, kind)),
        source=tuple(_said(row, flag)),
        understood=_understood(row, record, place.asks, place.subject, language),
        asks=place.asks,
        is_settled="settled" in flag,
    )


def _said(row: NationalRecord, flag: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the record says at a flag, the fields by their names, in words."""
    found = list(_source(row, flag["path"]))
    if flag["kind"] == FlagKind.CASE_UNNAMED or not found:
        found = [("", line) for line in flag["said"].split(" · ")]
    for key, said in found:
        yield source_name(key) if key else "", in_words(said)


def _source(row: NationalRecord, path: str) -> Iterator[tuple[str, str]]:
    """Yield what the record says at a place, key by key, lists left out; nothing where nothing."""
    found = row.source
    for part in path.split("."):
        step = int(part) if isinstance(found, list) and part.isdigit() else part
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(found, dict):
        yield from ((key, str(said)) for key, said in found.items() if _is_said(said))
    elif isinstance(found, list):
        yield from (("", str(said)) for said in found if _is_said(said))
    elif found:
        yield "", str(found)


def _is_said(said: object) -> bool:
    return isinstance(said, str | int | float) and said != ""


def _understood(
    row: NationalRecord, record: Record, asks: Asks, subject: str, language: str
) -> str:
    """Say what the rules now hold at a place."""
    if row.version is None:
        return ""
    pack = pack_from(row.version.content)
    way = pack.channel(subject) if asks in {Asks.LIMIT, Asks.FEE} else None
    if way is not None:
        said = _limits(way, language) if asks is Asks.LIMIT else _fees(way, language)
        return f"{Channel(way.channel).label}: {said}"
    if asks is Asks.NEED:
        needs = {paper.needed for _case, paper in pack.papers() if _names(paper) == subject}
        return ", ".join(
            _("bắt buộc") if need == "required" else _("không bắt buộc") for need in sorted(needs)
        )
    if asks is Asks.CASES:
        return _where_loose(row)
    del record
    return ""


def _where_loose(row: NationalRecord) -> str:
    """Say where papers under no case now belong."""
    said = {
        (flag.get("settled") or {}).get("value", {}).get("cases")
        for flag in row.flags
        if flag["kind"] == FlagKind.CASE_UNNAMED
    }
    if "every" in said:
        return _("cần trong mọi trường hợp")
    if "own" in said:
        return _("chỉ cần khi không thuộc trường hợp nào có tên")
    return _("chưa rõ: các trường hợp có tên chưa bắt buộc phải có")


def _names(paper: object) -> str:
    said: Mapping[str, str] = getattr(paper, "help", None) or getattr(paper, "name", {})
    return said.get("vi", "")


def _limits(way: ChannelSpec, language: str) -> str:
    if not way.limits:
        return _("chưa rõ, chờ người quản trị xác định")
    return "; ".join(say(row.words, language) for row in way.limits)


def _fees(way: ChannelSpec, language: str) -> str:
    if way.fees_unclear:
        return _("chưa rõ, chờ người quản trị xác định")
    amounts = [show(fee.amount, language) for fee in way.fees if fee.amount is not None]
    return "; ".join(amounts) or _("không thu")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The flags that were chosen; `asks` is empty where they do not ask for the same."""

    flags: tuple[Flagged, ...]
    asks: Asks | None

    @property
    def places(self) -> tuple[tuple[str, str, str], ...]:
        """Code, kind and path of each."""
        return tuple((flag.code, flag.kind, flag.path) for flag in self.flags)


def chosen(keys: Iterable[str], language: str) -> Chosen:
    """Give the flags that were chosen; one that is not there is left out."""
    found = tuple(_found(keys, language))
    asked = {flag.asks for flag in found}
    return Chosen(found, asked.pop() if len(asked) == 1 else None)


def _found(keys: Iterable[str], language: str) -> Iterator[Flagged]:
    for key in dict.fromkeys(keys):
        parts = key.replace("\0", "").split("|")
        if len(parts) != _PARTS:
            continue
        try:
            yield flagged(parts[0], parts[1], parts[2], language)
        except NotFound:
            continue


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A procedure an agency may open: its ways, what is unclear, who would do each step.

    `waiting` are ways whose unclear limit somebody else must settle first.
    """

    code: str
    name: str
    field: str
    pack: Pack
    channels: tuple[Channel, ...]
    unclear: tuple[Channel, ...]
    units: Mapping[str, Sequence[Unit]]
    roles: Mapping[str, str]
    level: Level
    source: tuple[tuple[str, str], ...]
    is_taken: bool
    waiting: tuple[Channel, ...] = ()

    def without_unclear(self) -> ToOpen:
        """Give the same with the ways only whose limit is clear; the others wait (`waiting`)."""
        clear = tuple(way for way in self.channels if way not in self.unclear)
        return replace(self, channels=clear, unclear=(), waiting=self.unclear)

    @property
    def tier(self) -> str:
        """The tier that settles it, in words."""
        return str(TIERS[self.pack.authority.level])

    @property
    def waiting_words(self) -> str:
        """Ways of filing that wait, in words."""
        return ", ".join(str(way.label) for way in self.waiting)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Roles nobody of the agency plays."""
        return tuple(label for role, label in self.roles.items() if not self.units.get(role))

    @property
    def is_ready(self) -> bool:
        """Say whether nothing has to be asked."""
        return bool(self.channels) and not (self.unclear or self.waiting or self.lacking)


def to_open(agency: Agency, code: str, day: date, language: str) -> ToOpen:
    """Give what opening a procedure at an agency takes. Raises `NotFound`."""
    try:
        pack = pack_of(version_on(code, day))
    except VersionNotPublished:
        raise NotFound from None
    channels = tuple(Channel(way.channel) for way in pack.channels)
    roles = {str(step.role): str(Role(step.role).label) for step in pack.process.steps}
    return ToOpen(
        code=code,
        name=say(pack.name, language),
        field=say(pack.field.name, language),
        pack=pack,
        channels=channels,
        unclear=unclear_limits(pack),
        units=_preferred(units_by_role(agency, day), agency, day),
        roles=roles,
        level=level_of(pack, means_of([way.value for way in channels], ()), day),
        source=tuple(_said_of_time(code)),
        is_taken=any(card.procedure_code == code for card in offerings_at(agency.pk, day)),
    )


def _said_of_time(code: str) -> Iterator[tuple[str, str]]:
    """Yield what the record says of the time, by way of filing."""
    try:
        _row, record = record_of(code)
    except NotFound:
        return
    for way in record.CACHTHUCTHUCHIEN:
        for time in way.THOIGIAN:
            said = f"{time.THOIGIANGIAIQUYET} {time.DONVITINH} {time.MOTA}".strip()
            if said:
                yield in_words(way.KENH), in_words(said)


def _preferred(units: Mapping[str, list[Unit]], agency: Agency, day: date) -> dict[str, list[Unit]]:
    """Put the units first that do the same at what was opened last."""
    cards = offerings_at(agency.pk, day)
    usual = max(cards, key=lambda card: (card.opened_from, card.id)).units if cards else {}
    return {
        role: sorted(found, key=lambda unit: role not in usual or unit.pk != usual[role].id)
        for role, found in units.items()
    }
