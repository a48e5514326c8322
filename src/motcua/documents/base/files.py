"""A document file seen from our side: each look into it is a job of the sandbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.documents.errors import REASONS, DocumentRefused
from motcua.kernel.sandbox import ParsingFailed, Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from motcua.kernel.sandbox import Answer

_WORKER = "motcua.documents.base.worker"
SANDBOX = Sandbox(_WORKER)
"""Where documents are read; its hosts start when they are first needed."""
_SECONDS, _MEGABYTES = 20, 400
_MARK = re.compile(r"\{(?=[{%#_])")


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a document: the fields it names, and its lines of text."""

    fields: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A document as blocks for paper; `lacks` are codes of what cannot be set."""

    page: Mapping[str, float]
    blocks: Sequence[Mapping[str, Any]]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Two lines beside each other: `equal`, `replace`, `delete` or `insert`."""

    kind: str
    left: str
    right: str


def look(content: bytes) -> Looked:
    """Check a document and read it. Raises `DocumentRefused`, `Unavailable`."""
    data = _asked("look", [content]).data
    return Looked(tuple(map(str, data["fields"])), tuple(map(str, data["lines"])))


def fill(
    content: bytes,
    values: Mapping[str, Any],
    *,
    leaving: Iterable[str] = (),
    blanks: Mapping[str, str] | None = None,
) -> bytes:
    """Fill in a template; `values` hold what JSON can, fields of `leaving` stay fields.

    With `blanks`, the labels of fields by their names, a field that is empty becomes a place to be
    written, `[Chưa có: …]`; to a template's conditions it is as empty as before.

    Raises `DocumentRefused`, `Unavailable`.
    """
    given = _harmless(dict(values))
    for field in leaving:
        room, _, last = field.partition(".")
        given.setdefault(room, {})[last] = f"{{{{ {field} }}}}"
    return _asked("fill", [content], values=given, blanks=blanks).output


def lay(content: bytes) -> Laid:
    """Read a document as blocks for paper. Raises `DocumentRefused`, `Unavailable`."""
    data = _asked("lay", [content]).data
    return Laid(data["page"], data["blocks"], tuple(map(str, data["lacks"])))


def compare(old: bytes, new: bytes) -> tuple[Row, ...]:
    """Give the lines of two documents beside each other. Raises `DocumentRefused`."""
    return tuple(Row(*map(str, row)) for row in _asked("compare", [old, new]).data["rows"])


def compare_paper(document: bytes, paper: bytes) -> tuple[Row, ...]:
    """Give where a PDF says something else than its document; nothing where they agree.

    Raises `DocumentRefused`, also of a PDF in which no word can be read.
    """
    data = _asked("compare_paper", [document, paper]).data
    return tuple(Row(*map(str, row)) for row in data["rows"])


def measure(paper: bytes) -> list[Mapping[str, float]]:
    """Give width and height of each page of a PDF, in points. Raises `DocumentRefused`."""
    return list(_asked("measure", [paper]).data["pages"])


def _asked(function: str, parts: Sequence[bytes], **options: Any) -> Answer:
    try:
        return SANDBOX.run(
            f"{_WORKER}.{function}",
            parts,
            options=options,
            seconds=_SECONDS,
            megabytes=_MEGABYTES,
        )
    except ParsingFailed as error:
        reason = str(error.details.get("reason", ""))
        if reason in REASONS:
            raise DocumentRefused(REASONS[reason], reason=reason) from error
        raise DocumentRefused(reason=reason) from error


def _harmless(value: Any) -> Any:
    """Give values in which nothing reads as a field when the document is filled in once more."""
    if isinstance(value, str):
        return _MARK.sub("{ ", value)
    if isinstance(value, dict):
        return {key: _harmless(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_harmless(one) for one in value]
    return value
