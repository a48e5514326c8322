"""A PDF's objects as they stood at one revision, and how to compare them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import generic

if TYPE_CHECKING:
    from collections.abc import Iterator


Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """The file as it was after its update number `number`, the oldest being 0."""

    reader: Any
    number: int

    def has(self, key: Key) -> bool:
        """Tell whether an object stood then."""
        return self.reader.xrefs.get_historical_ref(self._ref(key), self.number) is not None

    def get(self, key: Key) -> Any:
        """Read an object as it was then; None where there was none."""
        if not self.has(key):
            return None
        ref = self._ref(key)
        if self.reader.xrefs.get_last_change(ref) <= self.number:
            return self.reader.get_object(ref)
        return self.reader.get_object(ref, revision=self.number)

    def resolve(self, value: Any) -> Any:
        """Follow references, at most a few, as they led then."""
        for _ in range(16):
            if not isinstance(value, generic.IndirectObject):
                return value
            value = self.get(key_of(value))
        return None

    def dictionary(self, value: Any) -> dict[str, Any]:
        """Follow references to a dictionary; an empty one where there is none."""
        found = self.resolve(value)
        return found if isinstance(found, dict) else {}

    def items(self, value: Any) -> list[Any]:
        """Follow references to an array and give its raw entries; none where there is no array."""
        found = self.resolve(value)
        return list(found) if isinstance(found, list) else []

    @property
    def trailer(self) -> dict[str, Any]:
        """The trailer's raw entries."""
        return dict(self.reader.trailer.flatten(self.number))

    @property
    def root(self) -> dict[str, Any]:
        """The catalog."""
        return self.dictionary(self.trailer.get("/Root"))

    def pages(self) -> Iterator[tuple[Key, dict[str, Any]]]:
        """Walk the page tree in order."""
        seen: set[Key] = set()
        waiting = [raw(self.root, "/Pages")]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, generic.IndirectObject) or key_of(node) in seen:
                continue
            seen.add(key_of(node))
            found = self.dictionary(node)
            kids = self.items(raw(found, "/Kids"))
            if kids:
                waiting.extend(reversed(kids))
            else:
                yield key_of(node), found

    def _ref(self, key: Key) -> generic.Reference:
        return generic.Reference(key[0], key[1], self.reader)


def raw(dictionary: Any, name: str) -> Any:
    """Give a dictionary's entry without following it; None where there is none."""
    return dict.get(dictionary, name)


def key_of(reference: generic.IndirectObject) -> Key:
    """Give an object's number and generation."""
    return reference.idnum, reference.generation


def reference(value: Any) -> Key | None:
    """Give the key where a value is a reference."""
    return key_of(value) if isinstance(value, generic.IndirectObject) else None


def mentioned(value: Any) -> set[Key]:
    """Give every object that a value refers to directly."""
    found: set[Key] = set()
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, generic.IndirectObject):
            found.add(key_of(part))
        elif isinstance(part, dict):
            waiting.extend(dict.values(part))
        elif isinstance(part, list):
            waiting.extend(part)
    return found


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are written the same, references compared by number."""
    waiting = [(one, other)]
    while waiting:
        left, right = waiting.pop()
        if type(left) is not type(right):
            return False
        parts = _parts(left), _parts(right)
        if parts[0] is None or parts[1] is None:
            if left != right:
                return False
        elif parts[0][0] != parts[1][0]:
            return False
        else:
            waiting.extend(zip(parts[0][1], parts[1][1], strict=True))
    return True


def _parts(value: Any) -> tuple[Any, list[Any]] | None:
    """Split a compound value into what must be equal at once and what is compared part by part."""
    if isinstance(value, generic.IndirectObject):
        return key_of(value), []
    if isinstance(value, dict):
        names = sorted(dict.keys(value))
        stream = value.encoded_data if isinstance(value, generic.StreamObject) else b""
        return (names, stream), [raw(value, name) for name in names]
    if isinstance(value, list):
        return len(value), list(value)
    return None
