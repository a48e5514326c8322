"""Which base carries a moment, how far the backups reach, and what is read for it."""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from motcua.cli.backup import pieces
from motcua.cli.backup.looking import REACHED, WHOLE, Chain, chain_of, chains, fetch_segment
from motcua.cli.backup.notes import moment_of
from motcua.cli.backup.receiving import PARTIAL
from motcua.cli.backup.shipping import CLOCK
from motcua.cli.speech import Refused
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from motcua.cli.backup.keys import Opening
    from motcua.cli.backup.pieces import Header
    from motcua.cli.backup.places import Place

_AT_ONCE = 3
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What is restored: a chain, one of its bases, and the moment (None: the last there is).

    Everything until `reached` is at the place, and then the log goes on to `lsn` at least; it is 0
    where the chain was shipped by a release that did not say so.
    """

    chain: Chain
    base: str
    pieces: int
    size: int
    first_segment: str
    version: int
    to: datetime | None
    reached: datetime
    lsn: int

    @property
    def base_pieces(self) -> list[str]:
        """Give the names of the base's pieces, in order."""
        return [f"{self.chain.name}/base/{self.base}/{number:05d}" for number in range(self.pieces)]

    @property
    def packs(self) -> list[str]:
        """Give the names of the packs of files, in order."""
        return [f"{self.chain.name}/files/{name}" for name in self.chain.below("files")]

    @property
    def log(self) -> list[str]:
        """Give the names of the segments that may be needed, in order."""
        names = self.chain.below("wal")
        whole = {name for name in names if not name.endswith(PARTIAL)}
        wanted = [
            name
            for name in names
            if (name >= self.first_segment or name.endswith(".history"))
            and name.removesuffix(PARTIAL) not in whole - {name}
        ]
        return [f"{self.chain.name}/wal/{name}" for name in wanted]


def plan(place: Place, keys: Opening, to: datetime | None, wanted: str = "") -> Plan:
    """Choose the base that carries a moment, of the chain `wanted` if one is named.

    Raises `Refused` where none does, where two nodes shipped at that moment, and where the clock
    was put back so that the moment happened twice.
    """
    found = [each for each in chains(place) if each.bases and wanted in {"", each.name}]
    if not found:
        raise Refused("Nơi sao lưu chưa có bản gốc nào.", "There is no base at the place yet.")
    carrying = [each for each in found if to is None or moment_of(each.bases[0]) <= to]
    if not carrying:
        first = moment_of(found[0].bases[0])
        raise Refused(
            f"Không có bản gốc nào trước thời điểm ấy; bản sớm nhất lúc {_said(first)}.",
            f"There is no base before that moment; the earliest is of {_said(first)}.",
        )
    until = {each.name: reached(place, keys, each) for each in carrying}
    chain = _only(carrying, {name: at for name, (at, _) in until.items()}, to)
    at, lsn = until[chain.name]
    # A node may ship meanwhile: what it says is there is listed after it was read.
    chain = chain_of(place, chain)
    if to is not None and to > at:
        raise Refused(
            f"Bản sao lưu chỉ tới {_said(at)}; bỏ --to để khôi phục tới đó.",
            f"The backups reach until {_said(at)}; leave --to out to restore until then.",
        )
    return _based(place, keys, chain, to, at, lsn)


def _only(carrying: list[Chain], until: Mapping[str, datetime], to: datetime | None) -> Chain:
    """Give the one chain that carries a moment. Raises `Refused` where several nodes shipped."""
    last = carrying[-1]
    moment = moment_of(last.bases[0]) if to is None else to
    alive = [each for each in carrying if until[each.name] >= moment]
    if len(alive) < 2:
        return (alive or [last])[0]
    names = ", ".join(f"{each.name} ({_said(until[each.name])})" for each in alive)
    raise Refused(
        f"Nhiều nút cùng gửi về nơi này, chọn một bằng --chain: {names}.",
        f"Several nodes shipped to this place, choose one with --chain: {names}.",
    )


def _based(
    place: Place, keys: Opening, chain: Chain, to: datetime | None, at: datetime, lsn: int
) -> Plan:
    """Give the youngest base that ended before the moment. Raises `Refused`."""
    twice = None
    for base in reversed(chain.bases):
        header, content = pieces.fetch(place, f"{chain.name}/base/{base}/{WHOLE}", keys)
        if to is not None and max(moment_of(base), header.moment) > to:
            continue
        words = json.loads(content)
        found = to and _set_back(place, keys, chain, to, words.get("start", 0))
        if found:
            twice = found
            continue
        return Plan(
            chain=chain,
            base=base,
            pieces=words["pieces"],
            size=words["size"],
            first_segment=words["first_segment"],
            version=words["version"],
            to=to,
            reached=at,
            lsn=lsn,
        )
    if twice:
        since, until = (_said(each) for each in twice)
        raise Refused(
            f"Đồng hồ đã bị vặn lùi: thời gian từ {since} đến {until} có hai lần; hãy chọn thời "
            "điểm ngoài khoảng ấy, hoặc bỏ --to.",
            f"The clock was put back: the time from {since} to {until} happened twice; give a "
            "moment outside of it, or leave --to out.",
        )
    first = moment_of(chain.bases[0])
    raise Refused(
        f"Không có bản gốc nào trước thời điểm ấy; bản sớm nhất lúc {_said(first)}.",
        f"There is no base before that moment; the earliest is of {_said(first)}.",
    )


def _set_back(
    place: Place, keys: Opening, chain: Chain, to: datetime, start: int
) -> tuple[datetime, datetime] | None:
    """Give the time around a moment that happened twice in the log from `start` on."""
    for name in chain.below(CLOCK):
        _, content = pieces.fetch(place, f"{chain.name}/{CLOCK}/{name}", keys)
        words = json.loads(content)
        first, last = (datetime.fromisoformat(words[each]) for each in ("first", "last"))
        if words["lsn"] > start and first <= to <= last:
            return first, last
    return None


def reached(place: Place, keys: Opening, chain: Chain) -> tuple[datetime, int]:
    """Give the last moment of which everything is there, and how far the log goes at least."""
    names = chain.below("wal")[-2:]
    said = [f"{chain.name}/wal/{name}" for name in names]
    if REACHED in chain.pieces:
        header, content = pieces.fetch(place, f"{chain.name}/{REACHED}", keys)
        if content:
            return header.moment, json.loads(content)["lsn"]
        said.append(f"{chain.name}/{REACHED}")
    # A release before said it only with the log.
    heads = [pieces.header_of(name, place.get(name), keys.node) for name in said]
    return max((each.moment for each in heads), default=moment_of(chain.bases[-1])), 0


def _said(moment: datetime) -> str:
    return f"{clock.civil(moment):%H:%M:%S %d/%m/%Y}"


def fetched(place: Place, names: Iterable[str], keys: Opening) -> Iterator[tuple[Header, bytes]]:
    """Read pieces in order, some ahead of the one that is given."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool:
        ahead: deque[Future[tuple[Header, bytes]]] = deque()
        try:
            for name in names:
                ahead.append(pool.submit(fetch_segment, place, name, keys))
                if len(ahead) >= _AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for each in ahead:
                each.cancel()
