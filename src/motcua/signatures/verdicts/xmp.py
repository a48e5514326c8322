"""Whether two XMP packets say the same but for when and by which program they were written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_IGNORED = {
    # Written by every save.
    f"{_XMP}ModifyDate",
    f"{_XMP}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    # How the serialiser names itself.
    "{adobe:ns:meta/}xmptk",
    # Grammar.
    f"{_RDF}about",
    f"{_RDF}parseType",
}


def same_but_for_dates(one: bytes, other: bytes) -> bool:
    """Compare what two packets state; False where either cannot be read."""
    try:
        return _statements(one) == _statements(other)
    except ET.ParseError:
        return False


def _statements(packet: bytes) -> Counter[tuple[str, str]]:
    if b"<!DOCTYPE" in packet:
        raise ET.ParseError("a packet declares no entities")
    root = ET.fromstring(packet)  # noqa: S314 - no entities, in a limited process
    return Counter(
        pair for element in root.iter() for pair in _pairs(element) if pair[0] not in _IGNORED
    )


def _pairs(element: ET.Element) -> Iterator[tuple[str, str]]:
    """Give what an element states; RDF lets a property be an element or its parent's attribute."""
    for name, value in element.attrib.items():
        yield (element.tag if name == f"{_RDF}resource" else name), value
    text = (element.text or "").strip()
    if not len(element) and (text or not element.attrib):
        yield element.tag, text
