"""What the sandbox does with documents; imported by its host only, never by a page or a job."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from motcua.documents.base import filling, laying, pdf_texts
from motcua.documents.base.packaging import Refused, checked, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_LINES = 4000


def look(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Check a document and give the fields it names and its lines of text."""
    lines = texts_of(checked(parts[0]))
    if len(lines) > _MOST_LINES:
        raise Refused("too_large")
    return {"fields": filling.fields_in(parts[0]), "lines": lines}, b""


def fill(parts: Sequence[bytes], options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Fill in a document."""
    checked(parts[0])
    values, labels = options["values"], options.get("blanks")
    if labels is not None:
        values = filling.with_blanks(values, labels)
    made = filling.filled(parts[0], values)
    checked(made)
    return {}, made


def lay(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Read a document as blocks that can be set on paper, and what of it cannot."""
    checked(parts[0])
    return laying.laid(parts[0]), b""


def compare(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Give the lines of two documents beside each other: `[kind, left, right]`."""
    left, right = (texts_of(checked(part))[:_MOST_LINES] for part in parts)
    return {"rows": _rows(left, right)}, b""


def compare_paper(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Give where the words of a document (first) and of a PDF (second) differ, as rows.

    Only letters, digits and marks count: where a line breaks is the page's business.
    """
    written = " ".join(texts_of(checked(parts[0]))).split()
    printed = pdf_texts.words_of(parts[1])
    return {"rows": _word_rows(written, printed), "words": len(printed)}, b""


def measure(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Give width and height of each page of a PDF, in points."""
    return {"pages": pdf_texts.sizes_of(parts[0])}, b""


def _rows(left: list[str], right: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for kind, start, end, first, last in SequenceMatcher(
        None, left, right, autojunk=False
    ).get_opcodes():
        olds, news = left[start:end], right[first:last]
        for at in range(max(len(olds), len(news))):
            old = olds[at] if at < len(olds) else ""
            new = news[at] if at < len(news) else ""
            told = "replace" if old and new else ("delete" if old else "insert")
            rows.append(["equal" if kind == "equal" else told, old, new])
    return rows


def _word_rows(written: list[str], printed: list[str]) -> list[list[str]]:
    """Compare by letters, since a PDF knows no spaces; tell by words around."""
    if "".join(written) == "".join(printed):
        return []
    matcher = SequenceMatcher(None, written, printed, autojunk=False)
    rows = []
    for kind, start, end, first, last in matcher.get_opcodes():
        old, new = " ".join(written[start:end]), " ".join(printed[first:last])
        if kind != "equal" and old.replace(" ", "") != new.replace(" ", ""):
            rows.append([kind, old[:400], new[:400]])
    return rows[:200]
