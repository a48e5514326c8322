"""Whether two XMP packets say the same but for when and by which program they were written."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_WRITTEN_BY_EVERY_SAVE = {
    f"{_XMP}ModifyDate",
    f"{_XMP}MetadataDate",
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    # How the serialiser names itself.
    "{adobe:ns:meta/}xmptk",
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
    found: Counter[tuple[str, str]] = Counter()
    for element in ET.fromstring(packet).iter():  # noqa: S314 - no entities, in a limited process
        # A property may be written as an element or, shorter, as an attribute of its parent.
        pairs = [(str(name), str(value)) for name, value in element.attrib.items()]
        if not len(element):
            pairs.append((str(element.tag), (element.text or "").strip()))
        found.update(
            pair
            for pair in pairs
            if pair[0] not in _WRITTEN_BY_EVERY_SAVE and pair[0] != f"{_RDF}about"
        )
    return found
