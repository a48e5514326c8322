"""What an incremental update changed: only signatures and what validates them may be added.

The libraries' own analyses let an update fill forms and swap appearances; a shown text may then be
another than the signed one. Here every object that an update writes must be accounted for by a rule
below, or it is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import generic

from motcua.signatures.verdicts.objects import Key, Revision, mentioned, raw, reference, same
from motcua.signatures.verdicts.roles import (
    ACTION,
    ANNOTATION,
    CATALOG,
    FORM_FIELD,
    METADATA,
    OBJECT,
    OF_CATALOG,
    OF_PAGE,
    OPTIONAL_CONTENT,
    OVERLAY,
    PAGE_CONTENT,
    PAGES,
    REMOVED,
    UNSIGNED_FIELD,
    UNVERIFIED_SIGNATURE,
    roles,
)
from motcua.signatures.verdicts.xmp import same_but_for_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyhanko.pdf_utils.reader import PdfFileReader

_TRAILER_OF_EVERY_SAVE = {"/Size", "/Prev", "/ID", "/Root", "/Info", "/AuthCode"}
_INFO_OF_EVERY_SAVE = {"/ModDate", "/Producer"}
_CATALOG_OF_SIGNING = {"/AcroForm", "/DSS", "/Extensions", "/Metadata"}
_FORM_OF_SIGNING = {"/Fields", "/SigFlags"}
_FIELD_OF_SIGNING = {"/V", "/AP", "/M"}


@dataclass(frozen=True, slots=True)
class Signed:
    """What is known of a signature of the file: does it verify, is its signer known."""

    is_intact: bool
    is_trusted: bool


@dataclass(slots=True)
class History:
    """Compares the updates of one file, each once, in the order they were made.

    `signed` maps the object of each signature to what is known of it.
    """

    reader: PdfFileReader
    signed: Mapping[Key, Signed]
    _numbers: set[int] = field(default_factory=set)
    _awaited: set[int] = field(default_factory=set)
    _next: int = 0

    def changes(self, number: int) -> set[str]:
        """Name what update `number` (from 1) changed beyond what signing needs."""
        self._read_up_to(number)
        update = _Update(
            Revision(self.reader, number - 1),
            Revision(self.reader, number),
            self.signed,
            _written(self.reader, number),
        )
        found = set(update.judge())
        # A number that stood for another object, or that the signed file refers to though it had no
        # object, must not come to life now: readers differ in what they then show.
        if {key[0] for key in update.added} & (self._numbers | self._awaited):
            found.add(OBJECT)
        return found

    def _read_up_to(self, number: int) -> None:
        streams = {(r.idnum, r.generation) for r in self.reader.xrefs.xref_stream_refs}
        for earlier in range(self._next, number):
            revision, written = Revision(self.reader, earlier), _written(self.reader, earlier)
            self._numbers |= {key[0] for key in written}
            for key in written - streams:
                self._awaited |= {named[0] for named in mentioned(revision.get(key))}
        self._awaited -= self._numbers
        self._next = max(self._next, number)


def _written(reader: PdfFileReader, number: int) -> set[Key]:
    return {(ref.idnum, ref.generation) for ref in reader.xrefs.explicit_refs_in_revision(number)}


@dataclass(slots=True)
class _Update:
    old: Revision
    new: Revision
    signed: Mapping[Key, Signed]
    written: set[Key]
    added: set[Key] = field(init=False)
    changed: set[Key] = field(init=False)
    # Widgets and values of signatures that this update adds by the rules.
    _widgets: set[Key] = field(default_factory=set)
    # It adds a signature that verifies, or validation data: then dates may be new as well.
    _is_signing: bool = False

    def __post_init__(self) -> None:
        self.added = {key for key in self.written if not self.old.has(key)}
        self.changed = {
            key
            for key in self.written - self.added
            if not same(self.old.get(key), self.new.get(key))
        }

    def judge(self) -> Iterator[str]:
        """Name each change; take out of `changed` what a rule allows."""
        if self.new.reader.xrefs.refs_freed_in_revision(self.new.number):
            yield REMOVED
        yield from self._trailer()
        yield from self._form()
        yield from self._filled_fields()
        yield from self._pages()
        yield from self._catalog()
        yield from self._descriptions()
        if self.changed:
            # What validation data shares with a page or a form is judged as the page or the form.
            names = roles(self.old)
            self.changed -= _validation_data(self.old) - names.keys()
            yield from {names.get(key, OBJECT) for key in self.changed}

    def _trailer(self) -> Iterator[str]:
        old, new = self.old.trailer, self.new.trailer
        if reference(old.get("/Root")) != reference(new.get("/Root")):
            yield CATALOG
        for name in (old.keys() | new.keys()) - _TRAILER_OF_EVERY_SAVE:
            if not same(old.get(name), new.get(name)):
                yield CATALOG

    def _catalog(self) -> Iterator[str]:
        old, new = self.old.root, self.new.root
        self._explain(reference(self.old.trailer.get("/Root")))
        # The version of PDF may rise with what a signature needs.
        differing = _differing(old, new)
        self._is_signing = self._is_signing or "/DSS" in differing
        allowed = _CATALOG_OF_SIGNING | ({"/Version"} if self._is_signing else set())
        for name in differing - allowed:
            yield OF_CATALOG.get(name, CATALOG)

    def _form(self) -> Iterator[str]:
        old_form, new_form = raw(self.old.root, "/AcroForm"), raw(self.new.root, "/AcroForm")
        old, new = self.old.dictionary(old_form), self.new.dictionary(new_form)
        if reference(old_form) == reference(new_form):
            self._explain(reference(old_form))
        if _differing(old, new) - _FORM_OF_SIGNING:
            yield FORM_FIELD
        fields = self._appended(raw(old, "/Fields"), raw(new, "/Fields"))
        if fields is None:
            yield FORM_FIELD
        for added in fields or ():
            yield from self._new_field(added)

    def _appended(self, old: Any, new: Any) -> list[Any] | None:
        """Give what was appended to an array; None where more than that was done to it."""
        before, after = self.old.items(old), self.new.items(new)
        if not all(map(same, before, after)) or len(after) < len(before):
            return None
        if reference(old) == reference(new):
            self._explain(reference(old))
        return after[len(before) :]

    def _new_field(self, entry: Any) -> Iterator[str]:
        key = reference(entry)
        found = self.new.dictionary(entry)
        if key not in self.added or raw(found, "/FT") != "/Sig" or _is_stream(found):
            yield FORM_FIELD
            return
        value = reference(raw(found, "/V"))
        if value is None:
            yield UNSIGNED_FIELD
            return
        yield from self._new_value(value)
        for widget in (entry, *self.new.items(raw(found, "/Kids"))):
            yield from self._new_widget(widget, self.signed.get(value))

    def _new_value(self, value: Key) -> Iterator[str]:
        signature = self.signed.get(value)
        if value not in self.added or signature is None or not signature.is_intact:
            yield UNVERIFIED_SIGNATURE
        else:
            self._is_signing = True

    def _new_widget(self, entry: Any, signature: Signed | None) -> Iterator[str]:
        key, widget = reference(entry), self.new.dictionary(entry)
        if key is None or key not in self.added or _is_stream(widget):
            yield FORM_FIELD
            return
        self._widgets.add(key)
        yield from self._looks(widget, signature)

    def _looks(self, widget: Any, signature: Signed | None) -> Iterator[str]:
        if raw(widget, "/A") is not None or raw(widget, "/AA") is not None:
            yield ACTION
        if raw(widget, "/OC") is not None:
            yield OPTIONAL_CONTENT
        is_known = signature is not None and signature.is_trusted
        if not is_known and raw(widget, "/AP") is not None and self._has_area(widget):
            yield OVERLAY

    def _has_area(self, widget: Any) -> bool:
        corners = [float(self.new.resolve(side)) for side in self.new.items(raw(widget, "/Rect"))]
        return len(corners) != 4 or (corners[0] != corners[2] and corners[1] != corners[3])

    def _filled_fields(self) -> Iterator[str]:
        for key in sorted(self.changed):
            old, new = self.old.get(key), self.new.get(key)
            value = reference(raw(new, "/V")) if isinstance(new, dict) else None
            if value is None or not isinstance(old, dict) or raw(old, "/V") is not None:
                continue
            if raw(old, "/FT") == "/Sig" and not _differing(old, new) - _FIELD_OF_SIGNING:
                self._explain(key)
                yield from self._new_value(value)
                yield from self._looks(new, self.signed.get(value))

    def _pages(self) -> Iterator[str]:
        before, after = list(self.old.pages()), list(self.new.pages())
        if [key for key, _ in before] != [key for key, _ in after]:
            yield PAGES
            return
        for (key, old), (_, new) in zip(before, after, strict=True):
            yield from self._annotations(raw(old, "/Annots"), raw(new, "/Annots"))
            if key in self.changed:
                self._explain(key)
                for name in _differing(old, new) - {"/Annots"}:
                    yield OF_PAGE.get(name, PAGE_CONTENT)

    def _annotations(self, old: Any, new: Any) -> Iterator[str]:
        appended = self._appended(old, new)
        if appended is None or any(reference(entry) not in self._widgets for entry in appended):
            yield ANNOTATION

    def _descriptions(self) -> Iterator[str]:
        old, new = self.old.trailer.get("/Info"), self.new.trailer.get("/Info")
        differing = _differing(self.old.dictionary(old), self.new.dictionary(new))
        self._explain(reference(old))
        if differing and not (self._is_signing and differing <= _INFO_OF_EVERY_SAVE):
            yield METADATA
        old, new = raw(self.old.root, "/Metadata"), raw(self.new.root, "/Metadata")
        if not self._same_packet(reference(old), self.old.resolve(old), self.new.resolve(new)):
            yield METADATA

    def _same_packet(self, key: Key | None, old: Any, new: Any) -> bool:
        if same(old, new):
            return True
        # A packet that is a page's content as well stays among the unexplained.
        if key in self.changed and roles(self.old).get(key) != METADATA:
            return True
        self._explain(key)
        both = _is_stream(old) and _is_stream(new)
        return both and self._is_signing and same_but_for_dates(old.data, new.data)

    def _explain(self, key: Key | None) -> None:
        if key is not None:
            self.changed.discard(key)


def _differing(old: Any, new: Any) -> set[str]:
    differing = {
        name for name in dict.keys(old) | dict.keys(new) if not same(raw(old, name), raw(new, name))
    }
    # None of the objects compared so is a stream in an honest file; one that is must not differ.
    if (_is_stream(old) or _is_stream(new)) and not same(old, new):
        differing.add("stream")
    return differing


def _is_stream(value: Any) -> bool:
    return isinstance(value, generic.StreamObject)


def _validation_data(revision: Revision) -> set[Key]:
    """Give the containers of the document security store, which long-term validation rewrites."""
    store = raw(revision.root, "/DSS")
    records = raw(revision.dictionary(store), "/VRI")
    containers = [store, records, *dict.values(revision.dictionary(store))]
    for record in dict.values(revision.dictionary(records)):
        containers += [record, *dict.values(revision.dictionary(record))]
    return {
        key
        for entry in containers
        if (key := reference(entry)) and not _is_stream(revision.get(key))
    }
