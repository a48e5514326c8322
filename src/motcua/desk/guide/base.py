"""Reading a chapter of the guide: a small part of Markdown, as blocks that a template draws.

Known are titles, paragraphs, numbered and plain lists, notes, tables and pictures; within a line
`**a word on the screen**`, `` `a key` `` and links to other chapters. Anything else is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INLINE = re.compile(r"\*\*(?P<screen>.+?)\*\*|`(?P<key>.+?)`|\[(?P<link>.+?)\]\((?P<target>.+?)\)")
_PICTURE = re.compile(r"!\[(?P<alt>.+)\]\(pictures/(?P<name>[a-z0-9-]+)\.webp\)")
_LISTS = {
    "steps": re.compile(r"(?P<number>\d+)\. +(?P<text>.+)"),
    "points": re.compile(r"(?P<number>)- +(?P<text>.+)"),
}
_CHAPTER = re.compile(r"([a-z0-9-]+)\.md")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line.

    Attributes:
        kind: `text`, `screen` (words that stand on the screen), `key`, or `link` to a chapter.
        text: what is read.
        chapter: the name of the chapter a link leads to.

    """

    kind: str
    text: str
    chapter: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a chapter.

    Attributes:
        kind: `heading`, `paragraph`, `steps`, `points`, `note`, `table` or `picture`.
        lines: its text; one line for each item of a list.
        rows: the cells of a table, its head first.
        start: the number of the first step.
        picture: the name of a picture; its words are the first line.

    """

    kind: str
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    start: int = 1
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: the name of its file, its title, and what it says."""

    name: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def leads_to(self) -> tuple[str, ...]:
        """Give the chapters its lists lead to, in order."""
        lists = (block for block in self.blocks if block.kind in {"steps", "points"})
        pieces = (piece for block in lists for line in block.lines for piece in line)
        return tuple(piece.chapter for piece in pieces if piece.chapter)


def read_chapter(name: str, text: str) -> Chapter:
    """Read the text of a chapter; its first line is its title."""
    title, _, rest = text.partition("\n")
    return Chapter(name, title.removeprefix("# ").strip(), tuple(_blocks(rest)))


def pieces_of(text: str) -> Line:
    """Part a line into its pieces."""
    found, at = [], 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            found.append(Piece("text", text[at : match.start()]))
        found.append(_piece(match))
        at = match.end()
    if text[at:]:
        found.append(Piece("text", text[at:]))
    return tuple(found)


def _piece(match: re.Match[str]) -> Piece:
    kind = "screen" if match["screen"] else "key" if match["key"] else "link"
    if kind != "link":
        return Piece(kind, match[kind])
    chapter = _CHAPTER.fullmatch(match["target"])
    return Piece("link", match["link"], chapter[1]) if chapter else Piece("text", match["link"])


def _blocks(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines()]
        if lines != [""]:
            yield _block(lines)


def _block(lines: list[str]) -> Block:
    first, whole = lines[0], " ".join(lines)
    if picture := _PICTURE.fullmatch(whole):
        return Block("picture", (pieces_of(picture["alt"]),), picture=picture["name"])
    if first.startswith("|"):
        return Block("table", rows=tuple(_rows(lines)))
    for kind, begins in _LISTS.items():
        if match := begins.fullmatch(first):
            start = int(match["number"] or 1)
            return Block(kind, tuple(map(pieces_of, _items(lines, begins))), start=start)
    for kind, sign in (("heading", "## "), ("note", "> ")):
        if first.startswith(sign):
            said = " ".join(line.removeprefix(sign) for line in lines)
            return Block(kind, (pieces_of(said),))
    return Block("paragraph", (pieces_of(whole),))


def _items(lines: list[str], begins: re.Pattern[str]) -> list[str]:
    """Join the lines of each item of a list."""
    items: list[str] = []
    for line in lines:
        if match := begins.fullmatch(line):
            items.append(match["text"])
        else:
            items[-1] = f"{items[-1]} {line}"
    return items


def _rows(lines: list[str]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not all(set(cell) <= set("-: ") for cell in cells):
            yield tuple(map(pieces_of, cells))
