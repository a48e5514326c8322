"""Which base carries a moment, how far the backups reach, and what is read for it."""

from __future__ import annotations

import json
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.cli.backup import pieces
from motcua.cli.backup.bases import WHOLE
from motcua.cli.backup.looking import Chain, chains
from motcua.cli.backup.notes import moment_of
from motcua.cli.backup.receiving import PARTIAL
from motcua.cli.speech import Refused
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from motcua.cli.backup.keys import Opening
    from motcua.cli.backup.pieces import Header
    from motcua.cli.backup.places import Place

_AT_ONCE = 3
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What is restored: a chain, one of its bases, and the moment (None: the last there is)."""

    chain: Chain
    base: str
    pieces: int
    size: int
    first_segment: str
    version: int
    to: datetime | None
    reached: datetime

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

    Raises `Refused` where none does.
    """
    found = [each for each in chains(place) if each.bases and wanted in {"", each.name}]
    if not found:
        raise Refused("Nơi sao lưu chưa có bản gốc nào.", "There is no base at the place yet.")
    for chain in reversed(found):
        for base in reversed(chain.bases):
            if to is not None and moment_of(base) > to:
                continue
            chosen = _read(place, keys, chain, base, to)
            if chosen is not None:
                return chosen
    first = moment_of(found[0].bases[0])
    raise Refused(
        f"Không có bản gốc nào trước thời điểm ấy; bản sớm nhất lúc {_said(first)}.",
        f"There is no base before that moment; the earliest is of {_said(first)}.",
    )


def _read(place: Place, keys: Opening, chain: Chain, base: str, to: datetime | None) -> Plan | None:
    """Read what a base says of itself; None where it ended after the moment."""
    header, content = pieces.fetch(place, f"{chain.name}/base/{base}/{WHOLE}", keys)
    if to is not None and header.moment > to:
        return None
    reached = _reached(place, keys, chain)
    if to is not None and to > reached:
        raise Refused(
            f"Bản sao lưu chỉ tới {_said(reached)}; bỏ --to để khôi phục tới đó.",
            f"The backups reach until {_said(reached)}; leave --to out to restore until then.",
        )
    words = json.loads(content)
    return Plan(
        chain=chain,
        base=base,
        pieces=words["pieces"],
        size=words["size"],
        first_segment=words["first_segment"],
        version=words["version"],
        to=to,
        reached=reached,
    )


def _reached(place: Place, keys: Opening, chain: Chain) -> datetime:
    """Give the last moment of which everything is there."""
    names = chain.below("wal")[-2:]
    said = [f"wal/{name}" for name in names] + (["reached"] if "reached" in chain.pieces else [])
    heads = [
        pieces.header_of(name, place.get(name), keys.node)
        for name in (f"{chain.name}/{each}" for each in said)
    ]
    return max((each.moment for each in heads), default=moment_of(chain.bases[-1]))


def _said(moment: datetime) -> str:
    return f"{clock.civil(moment):%H:%M:%S %d/%m/%Y}"


def fetched(place: Place, names: Iterable[str], keys: Opening) -> Iterator[tuple[Header, bytes]]:
    """Read pieces in order, some ahead of the one that is given."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetch") as pool:
        ahead: deque[Future[tuple[Header, bytes]]] = deque()
        try:
            for name in names:
                ahead.append(pool.submit(pieces.fetch, place, name, keys))
                if len(ahead) >= _AHEAD:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for each in ahead:
                each.cancel()
