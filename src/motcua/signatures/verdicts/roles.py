"""What part an object plays in a PDF, so that its change can be named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.signatures.verdicts.objects import Key, Revision, mentioned, raw, reference

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_CONTENT, PAGES, ANNOTATION = "page-content", "pages", "annotation"
FORM_FIELD, UNSIGNED_FIELD = "form-field", "unsigned-field"
UNVERIFIED_SIGNATURE, OVERLAY = "unverified-signature", "overlay"
METADATA, ATTACHMENT, OPTIONAL_CONTENT = "metadata", "attachment", "optional-content"
ACTION, STRUCTURE, CATALOG, OBJECT = "action", "structure", "catalog", "object"
REMOVED, TRAILING_BYTES, UNREADABLE = "removed", "trailing-bytes", "unreadable"

OF_CATALOG = {
    "/Pages": PAGES,
    "/Names": ATTACHMENT,
    "/AF": ATTACHMENT,
    "/Collection": ATTACHMENT,
    "/OpenAction": ACTION,
    "/AA": ACTION,
    "/OCProperties": OPTIONAL_CONTENT,
    "/StructTreeRoot": STRUCTURE,
    "/MarkInfo": STRUCTURE,
    "/Metadata": METADATA,
    "/AcroForm": FORM_FIELD,
}
OF_PAGE = {"/Annots": ANNOTATION, "/AA": ACTION, "/AF": ATTACHMENT, "/StructParents": STRUCTURE}


def roles(revision: Revision) -> dict[Key, str]:
    """Name each object by the first part of the document that leads to it, pages first."""
    found: dict[Key, str] = {}
    pages = dict(revision.pages())
    stops = {*pages, reference(revision.trailer.get("/Root"))}
    for start, role in _starts(revision, pages):
        waiting = [start]
        while waiting:
            key = waiting.pop()
            if key in found or key in stops:
                continue
            found[key] = role
            waiting.extend(mentioned(revision.get(key)))
    return found | dict.fromkeys(pages, PAGE_CONTENT)


def _starts(revision: Revision, pages: dict[Key, Any]) -> Iterator[tuple[Key, str]]:
    for page in pages.values():
        for name in ("/Contents", "/Resources"):
            yield from ((key, PAGE_CONTENT) for key in mentioned(raw(page, name)))
    for page in pages.values():
        yield from _annotations(revision, page)
    for name, role in sorted(OF_CATALOG.items()):
        yield from ((key, role) for key in mentioned(raw(revision.root, name)))


def _annotations(revision: Revision, page: Any) -> Iterator[tuple[Key, str]]:
    for entry in revision.items(raw(page, "/Annots")):
        is_widget = raw(revision.dictionary(entry), "/Subtype") == "/Widget"
        if (key := reference(entry)) is not None:
            yield key, FORM_FIELD if is_widget else ANNOTATION
