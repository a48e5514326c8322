"""Cases of a record (trường hợp) and their papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from motcua.procedures.base.national.flags import Flag, FlagKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from motcua.procedures.base.national.records import CaseRow, PaperRow, Record

_LIST_MARK = re.compile(
    r"^(?:[\s*+\-–•.:;,]+|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)]\s*)+", re.IGNORECASE
)
_NOTE = re.compile(r"lưu ý|ghi chú|chú ý|số lượng", re.IGNORECASE)
_SHOWN = re.compile(r"(?:các )?giấy tờ (?:cần |phải )?xuất trình", re.IGNORECASE)
_COMMON = re.compile(
    r"(?:các )?(?:giấy tờ|thành phần hồ sơ|hồ sơ)(?: (?:cần |phải )?nộp| gồm| bao gồm| chung)?"
    r"[\s:.]*",
    re.IGNORECASE,
)
_DEPENDS = re.compile(r"trường hợp|\bnếu\b|đối với|\bhoặc\b", re.IGNORECASE)
_SHORTEST_CASE = 4


class Loose(StrEnum):
    """Where the papers belong that stand under no case, beside cases that have a name."""

    UNCLEAR = "unclear"
    EVERY = "every"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class UnderstoodPaper:
    """A paper: its name as said, how many originals and copies, and whether it is only shown.

    `may_depend`: its name says that it is asked for in some cases only, or instead of another.
    """

    name: str
    originals: int
    copies: int
    is_shown: bool
    may_depend: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case with its papers; no name where the record has only one."""

    name: str
    papers: tuple[UnderstoodPaper, ...]


@dataclass(frozen=True, slots=True)
class Papers:
    """The cases to choose from, papers that all of them need, and notes that are no papers.

    `loose` stand under no case while others have a name: needed in all of them, or in none.
    """

    cases: tuple[Case, ...]
    common: tuple[UnderstoodPaper, ...]
    notes: tuple[str, ...]
    loose: tuple[UnderstoodPaper, ...] = ()


def papers_of(record: Record) -> tuple[Papers, list[Flag]]:
    """Read cases and papers; a heading that is a note, or none beside named ones, is flagged."""
    cases: list[Case] = []
    common: list[UnderstoodPaper] = []
    unnamed: list[tuple[str, list[UnderstoodPaper]]] = []
    notes: list[str] = []
    flags: list[Flag] = []
    for number, row in enumerate(record.THANHPHANHOSO):
        path = f"THANHPHANHOSO.{number}"
        heading = plain(row.TRUONGHOP)
        if _NOTE.match(heading):
            flags.append(Flag(FlagKind.CASE_IS_A_NOTE, path, row.TRUONGHOP))
            notes += [heading, *(paper.TENGIAYTO for paper in row.GIAYTO if paper.TENGIAYTO)]
            continue
        is_shown = bool(_SHOWN.match(heading))
        found, doubts = _papers(path, row, is_shown=is_shown)
        flags += doubts
        if is_shown or _COMMON.fullmatch(heading):
            common += found
        elif len(heading) < _SHORTEST_CASE:
            unnamed.append((path, found))
        else:
            cases.append(Case(heading, tuple(found)))
    loose = tuple(paper for _path, papers in unnamed for paper in papers)
    if not cases:
        if not common and not loose:
            flags.append(Flag(FlagKind.PAPERS_MISSING, "THANHPHANHOSO"))
        return Papers((), (*loose, *common), tuple(notes)), flags
    flags += [
        Flag(FlagKind.CASE_UNNAMED, path, _list(papers)) for path, papers in unnamed if papers
    ]
    return Papers(tuple(cases), tuple(common), tuple(notes), loose), flags


def _list(papers: Iterable[UnderstoodPaper]) -> str:
    return " · ".join(paper.name for paper in papers)


def may_depend(name: str) -> bool:
    """Say whether the name of a paper tells that it is asked for in some cases only."""
    return bool(_DEPENDS.search(name))


def plain(text: str) -> str:
    """Give a heading or a name without bullets and numbers before it, on one line."""
    return " ".join(_LIST_MARK.sub("", text).split()).rstrip(" :;")


def _papers(path: str, row: CaseRow, *, is_shown: bool) -> tuple[list[UnderstoodPaper], list[Flag]]:
    found: list[UnderstoodPaper] = []
    flags: list[Flag] = []
    for number, paper in enumerate(row.GIAYTO):
        place = f"{path}.GIAYTO.{number}"
        flags += [Flag(kind, place, paper.TENGIAYTO) for kind in _doubts(paper)]
        if plain(paper.TENGIAYTO):
            found.append(_paper(paper, is_shown=is_shown))
    return found, flags


def _paper(paper: PaperRow, *, is_shown: bool) -> UnderstoodPaper:
    return UnderstoodPaper(
        name=plain(paper.TENGIAYTO),
        originals=paper.SOBANCHINH,
        copies=paper.SOBANSAO,
        is_shown=is_shown,
        may_depend=may_depend(paper.TENGIAYTO),
    )


def _doubts(paper: PaperRow) -> Iterator[FlagKind]:
    if not plain(paper.TENGIAYTO):
        yield FlagKind.PAPER_UNNAMED
        return
    if not paper.SOBANCHINH and not paper.SOBANSAO:
        yield FlagKind.PAPER_COUNTS_MISSING
    if may_depend(paper.TENGIAYTO):
        yield FlagKind.PAPER_MAY_DEPEND
