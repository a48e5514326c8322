"""Which bytes a PDF signature really covers: our own reading of its ByteRange."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import generic

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_TAIL = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF(?:\r\n|\r|\n)?\Z")
_HEX = re.compile(rb"[0-9A-F]*|[0-9a-f]*")


class WrongCoverage(Exception):
    """The signature does not cover what it must; the message says which rule is broken."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The signed revision: the file's first `length` bytes, the end of its update `revision`."""

    length: int
    revision: int
    is_whole_file: bool


def covered(data: bytes, reader: PdfFileReader, field: generic.DictionaryObject) -> Coverage:
    """Check a signature field's coverage and tell the signed revision; raise `WrongCoverage`.

    Two ranges, the first from byte 0, the second to the end of a revision; between them exactly the
    hexadecimal Contents of this signature, inside its own object. Every cross-reference section up
    to the signed revision lies within, every later one without.
    """
    reference: Any = field.raw_get("/V")
    if not isinstance(reference, generic.IndirectObject):
        raise WrongCoverage("the signature is not an object of its own")
    signature: Any = field["/V"]
    start, end, length = _ranges(signature, len(data))
    _check_hole(data[start:end], signature)
    revision = reader.xrefs.get_last_change(reference.reference)
    _check_place(data, reader, reference.reference, start)
    if length == len(data):
        return Coverage(length, revision, is_whole_file=True)
    _check_end(data, reader, revision, length)
    return Coverage(length, revision, is_whole_file=False)


def ends_properly(data: bytes, reader: PdfFileReader, length: int, revision: int) -> bool:
    """Tell whether the first `length` bytes end with that revision's startxref and %%EOF."""
    tail = _TAIL.search(data, max(0, length - 64), length)
    expected = reader.xrefs.get_startxref_for_revision(revision)
    return tail is not None and int(tail[1]) == expected


def revision_ending_at(data: bytes, reader: PdfFileReader, length: int) -> int | None:
    """Give the number of the revision that is the file's first `length` bytes; None where none.

    Every cross-reference section up to it must lie within, every later one without.
    """
    sections = [
        reader.xrefs.get_xref_container_info(number)
        for number in range(reader.xrefs.total_revisions)
    ]
    revision = sum(section.end_location <= length for section in sections) - 1
    if revision < 0 or not ends_properly(data, reader, length, revision):
        return None
    inside, outside = sections[: revision + 1], sections[revision + 1 :]
    is_apart = all(section.end_location <= length for section in inside) and all(
        section.start_location >= length for section in outside
    )
    return revision if is_apart else None


def _ranges(signature: generic.DictionaryObject, size: int) -> tuple[int, int, int]:
    ranges: Any = signature["/ByteRange"]
    numbers = list(ranges) if isinstance(ranges, generic.ArrayObject) else []
    if len(numbers) != 4 or not all(type(n) is generic.NumberObject for n in numbers):
        raise WrongCoverage("ByteRange is not four whole numbers")
    first, start, end, rest = map(int, numbers)
    if first != 0:
        raise WrongCoverage("ByteRange does not begin with the file")
    if not 0 < start < end < end + rest <= size:
        raise WrongCoverage("ByteRange is out of order or out of the file")
    return start, end, end + rest


def _check_hole(hole: bytes, signature: generic.DictionaryObject) -> None:
    contents: Any = signature.raw_get("/Contents", decrypt=generic.EncryptedObjAccess.RAW)
    digits = hole[1:-1]
    # One case throughout: else the same signature could be written in many ways.
    if hole[:1] != b"<" or hole[-1:] != b">" or not _HEX.fullmatch(digits):
        raise WrongCoverage("the gap is not a hexadecimal string")
    if len(digits) % 2 or bytes.fromhex(digits.decode("ascii")) != contents.original_bytes:
        raise WrongCoverage("the gap is not this signature's Contents")


def _check_place(
    data: bytes, reader: PdfFileReader, reference: generic.Reference, start: int
) -> None:
    offset = reader.xrefs[reference]
    if not isinstance(offset, int) or not 0 <= offset < start:
        raise WrongCoverage("the signature does not stand before its gap")
    if b"endobj" in data[offset:start]:
        raise WrongCoverage("the gap lies outside the signature")


def _check_end(data: bytes, reader: PdfFileReader, revision: int, length: int) -> None:
    if not ends_properly(data, reader, length, revision):
        raise WrongCoverage("the signed bytes do not end a revision")
    for number in range(reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_container_info(number)
        if (number <= revision) != (section.end_location <= length):
            raise WrongCoverage("a cross-reference section lies on the wrong side")
        if number > revision and section.start_location < length:
            raise WrongCoverage("a later cross-reference section begins inside")
