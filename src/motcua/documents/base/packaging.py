"""Open a word processor's file (Office Open XML): bounded, without macros or ways to the outside.

Imported by the sandbox's host only. Whatever is refused is named by a code.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_ENTRIES: Final = 400
MOST_BYTES: Final = 40 * 1024 * 1024
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN: Final = "/word/document.xml"
_RELATIONS: Final = "_rels/.rels"
_MAIN_PART: Final = "/officeDocument"
_RUNNING: Final = re.compile(
    r"macroenabled|vbaproject|vbadata|activex|ms-office\.vba", re.IGNORECASE
)
_INSIDE: Final = re.compile(r"embeddings/|oleobject|activex/|vbaproject|\.bin$", re.IGNORECASE)
_REACHING: Final = ("/aFChunk", "/oleObject", "/package", "/attachedTemplate", "/subDocument")
_LINK: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
# Fields that fetch or run something when a word processor opens the file.
_FIELDS: Final = re.compile(
    r"DDE|INCLUDETEXT|INCLUDEPICTURE|DATABASE|MACROBUTTON|IMPORT\s|(?<!HYPER)LINK\s", re.IGNORECASE
)
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Refused(Exception):
    """The file is not worked on; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def checked(content: bytes) -> dict[str, bytes]:
    """Give the parts of a document by their names, once nothing in it runs or reaches out.

    Raises `Refused`: broken, not_word, too_large, macros, embedded, external, entities, fields.
    """
    parts = _unpacked(content)
    types, main = parts.get("[Content_Types].xml"), parts.get(_MAIN.lstrip("/"))
    if types is None or main is None or _RELATIONS not in parts:
        raise Refused("not_word")
    for name, part in parts.items():
        if _INSIDE.search(name):
            raise Refused("macros" if "vba" in name.lower() else "embedded")
        if _is_markup(name, part):
            _refuse_entities(part)
    _refuse_types(parsed(types))
    _refuse_other_text(parsed(parts[_RELATIONS]), parsed(main))
    for name, part in parts.items():
        if name.lower().endswith(".rels"):
            _refuse_reaching(parsed(part))
        elif _is_markup(name, part):
            _refuse_fields(parsed(part))
    return parts


def _is_markup(name: str, part: bytes) -> bool:
    """Say whether a part is XML, also under a name that does not say so."""
    begins = part[:100].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return name.lower().endswith((".xml", ".rels")) or begins.startswith(b"<")


def parsed(part: bytes) -> etree._Element:
    """Read a part as XML without entities, files or network. Raises `Refused`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Refused("entities")
    return root


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Unpack with a bound on what comes out; what the file says of its sizes proves nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Refused("too_large")
            return _read(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Refused("broken") from error


def _read(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    names: set[str] = set()
    room = MOST_BYTES
    for entry in entries:
        if entry.is_dir():
            continue
        # Word takes names that differ in case, or in the way their strokes lean, for one.
        name = entry.filename.lower().replace("\\", "/").lstrip("/")
        if name in names or "\\" in entry.filename:
            raise Refused("broken")
        names.add(name)
        with archive.open(entry) as stream:
            part = stream.read(room + 1)
        room -= len(part)
        if room < 0:
            raise Refused("too_large")
        parts[entry.filename] = part
    return parts


def _refuse_entities(part: bytes) -> None:
    """Refuse a part that declares a document type, in any encoding a parser would read."""
    plain = part.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refused("entities")


def _refuse_types(types: etree._Element) -> None:
    told = [(one.get("PartName") or "", one.get("ContentType") or "") for one in types]
    if any(_RUNNING.search(kind) for _name, kind in told):
        raise Refused("macros")
    if {kind for name, kind in told if name.lower() == _MAIN} != {_WORD}:
        raise Refused("not_word")


def _refuse_other_text(relations: etree._Element, main: etree._Element) -> None:
    """Refuse a file whose text a word processor would take from another part than we do.

    The relations name the main part; one in another dialect (ISO 29500 Strict) reads as empty.
    """
    told = relations.iter(_RELATION)
    mains = [one.get("Target", "") for one in told if one.get("Type", "").endswith(_MAIN_PART)]
    if [f"/{target.lstrip('/')}" for target in mains] != [_MAIN] or main.tag != f"{W}document":
        raise Refused("not_word")


def _refuse_reaching(relations: etree._Element) -> None:
    for one in relations.iter(_RELATION):
        kind, target = one.get("Type", ""), one.get("Target", "")
        if kind.endswith(_REACHING):
            raise Refused("external" if kind.endswith("/attachedTemplate") else "embedded")
        is_link = kind.endswith("/hyperlink") and _LINK.match(target)
        if one.get("TargetMode", "") == "External" and not is_link:
            raise Refused("external")


def _refuse_fields(part: etree._Element) -> None:
    told = [node.text or "" for node in part.iter(f"{W}instrText")]
    told += [node.get(f"{W}instr", "") for node in part.iter(f"{W}fldSimple")]
    if _FIELDS.search("".join(told)) or any(_FIELDS.search(one) for one in told):
        raise Refused("fields")


def texts_of(parts: Mapping[str, bytes]) -> list[str]:
    """Give the paragraphs of the body as plain text, in order, tables cell by cell."""
    body = parsed(parts["word/document.xml"])
    return [line for node in body.iter(f"{W}p") if (line := _line(node)).strip()]


def _line(paragraph: etree._Element) -> str:
    """Give a paragraph's own text: what was struck out by tracked changes is not in it."""
    pieces: list[str] = []
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        name = etree.QName(node).localname
        if name == "t":
            pieces.append(node.text or "")
        elif node.getparent() is not None and node.getparent().tag == f"{W}r":
            pieces.append({"tab": " ", "br": " "}.get(name, "-"))
    return "".join(pieces)
