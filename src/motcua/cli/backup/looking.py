"""What lies at a place of backups: chains, bases, until when, and whether every piece is sound."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import click
import orjson

from motcua.cli.backup import pieces
from motcua.cli.backup.notes import is_stamp, moment_of
from motcua.cli.backup.places import Missing
from motcua.cli.backup.receiving import PARTIAL, end_of, follows
from motcua.cli.progress import line
from motcua.cli.speech import Refused, say
from motcua.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from motcua.cli.backup.keys import Opening
    from motcua.cli.backup.pieces import Header
    from motcua.cli.backup.places import Place

WHOLE = "whole"
PACKS = "packs"
REACHED = "reached"
_GIGABYTE = 1024**3
_AT_ONCE = 3


@dataclass(slots=True)
class Chain:
    """One chain of backups: its pieces with sizes, by their names after the chain's."""

    name: str
    pieces: dict[str, int] = field(default_factory=dict)

    def below(self, folder: str) -> list[str]:
        """Give the names after a folder's, in order."""
        start = f"{folder}/"
        return [name.removeprefix(start) for name in self.pieces if name.startswith(start)]

    @property
    def bases(self) -> list[str]:
        """Give the whole bases, the oldest first; what is named by no moment is none of ours."""
        whole = f"/{WHOLE}"
        names = [one.removesuffix(whole) for one in self.below("base") if one.endswith(whole)]
        return [name for name in names if is_stamp(name)]

    @property
    def size(self) -> int:
        """Give how many bytes it takes."""
        return sum(self.pieces.values())


def chains(place: Place) -> list[Chain]:
    """Give the chains at a place, the oldest first. Raises `PlaceFailed`."""
    found: dict[str, Chain] = {}
    for name, size in place.names().items():
        own, _, rest = name.partition("/")
        if rest:
            found.setdefault(own, Chain(own)).pieces[rest] = size
    return [found[name] for name in sorted(found)]


def chain_of(place: Place, known: Chain) -> Chain:
    """Give a chain as it is now. Raises `PlaceFailed`."""
    return next((each for each in chains(place) if each.name == known.name), known)


def tell_list(place: Place, *, as_json: bool) -> None:
    """Print the chains and their bases."""
    found = chains(place)
    if as_json:
        rows = [
            {
                "chain": each.name,
                "bytes": each.size,
                "pieces": len(each.pieces),
                "bases": [moment_of(base).isoformat() for base in each.bases],
            }
            for each in found
        ]
        click.echo(orjson.dumps({"chains": rows}, option=orjson.OPT_INDENT_2))
        return
    for each in found:
        line(f"{each.name}: {each.size / _GIGABYTE:.2f} GB")
        for base in each.bases:
            line(f"  {clock.civil(moment_of(base)):%d/%m/%Y %H:%M:%S}")
    if not any(each.bases for each in found):
        line(say("Chưa có bản gốc nào.", "There is no base yet."))


def damaged(place: Place, keys: Opening, note: Callable[[str], None]) -> Iterator[str]:
    """Open every piece at a place; yield what is damaged or missing, in words."""
    # A node may ship meanwhile: until where is read before what is there is listed.
    ends = {chain.name: _shipped_until(place, keys, chain) for chain in chains(place)}
    found = chains(place)
    names = [f"{chain.name}/{name}" for chain in found for name in chain.pieces]

    def look(name: str) -> str:
        try:
            fetch_segment(place, name, keys)
        except Refused as error:
            return error.message
        return ""

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for number, said in enumerate(pool.map(look, names), start=1):
            note(f"{number}/{len(names)}")
            if said:
                yield said
    for chain in found:
        yield from _missing(place, keys, chain, ends.get(chain.name, 0))


def fetch_segment(place: Place, name: str, keys: Opening) -> tuple[Header, bytes]:
    """Read a piece; of a segment that was begun when it was listed and is whole now, the whole.

    Raises `Refused`.
    """
    try:
        return pieces.fetch(place, name, keys)
    except Missing:
        if not name.endswith(PARTIAL):
            raise
        return pieces.fetch(place, name.removesuffix(PARTIAL), keys)


def _shipped_until(place: Place, keys: Opening, chain: Chain) -> int:
    """Give the place in the log up to which a chain says it was shipped; 0 where it does not."""
    if REACHED not in chain.pieces:
        return 0
    try:
        _, content = pieces.fetch(place, f"{chain.name}/{REACHED}", keys)
    except Refused:
        return 0  # told as damaged
    return int(json.loads(content)["lsn"]) if content else 0


def _missing(place: Place, keys: Opening, chain: Chain, end: int) -> Iterator[str]:
    yield from _missing_log(place, keys, chain, end)
    for base in chain.bases:
        try:
            _, content = pieces.fetch(place, f"{chain.name}/base/{base}/{WHOLE}", keys)
        except Refused:
            continue  # told as damaged
        for number in range(json.loads(content)["pieces"]):
            name = f"base/{base}/{number:05d}"
            if name not in chain.pieces:
                yield Missing(f"{chain.name}/{name}").message
    try:
        names = lost_packs(place, keys, chain)
    except Refused:
        return
    for name in names:
        yield Missing(name).message


def _missing_log(place: Place, keys: Opening, chain: Chain, end: int) -> Iterator[str]:
    log = [name for name in chain.below("wal") if not name.endswith(".history")]
    if not log:
        return
    try:
        size = fetch_segment(place, f"{chain.name}/wal/{log[0]}", keys)[0].size
    except Refused:
        return  # told as damaged
    for before, name in pairwise(log):
        if not follows(before, name, size):
            text = say("thiếu đoạn nhật ký ngay sau đó", "the segment after it is missing")
            yield f"{chain.name}/wal/{before}: {text}"
    if end_of(log[-1], size) < end:
        text = say("thiếu đoạn nhật ký cuối, ngay sau đó", "the last segment, after it, is missing")
        yield f"{chain.name}/wal/{log[-1]}: {text}"


def lost_packs(place: Place, keys: Opening, chain: Chain) -> list[str]:
    """Give the packs of files that were there at the last base and are not any more."""
    if PACKS not in chain.pieces:
        return []
    _, content = pieces.fetch(place, f"{chain.name}/{PACKS}", keys)
    return [f"{chain.name}/{name}" for name in json.loads(content) if name not in chain.pieces]
