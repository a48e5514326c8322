"""Sealed columns: AES-256-GCM under a key ring, and blind indexes to find what is sealed.

A sealed value is `0x01 | key id (4) | nonce (12) | ciphertext and tag`; the context (the name of
the column) is authenticated with it, so that a value moved to another column does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from motcua.kernel import keys
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = b"\x01"
_HEAD = 5
_NONCE = 12
V = TypeVar("V")
_SEPARATORS = re.compile(r"[\s.\-()/]+")
# A number as it is dialled from abroad, some with the 0 that is left out then; 10 digits follow on
# land lines.
_ABROAD = re.compile(r"^(?:(?:\+84|0084)0?|840?(?=\d{9,10}$))")


class SealBroken(DomainError):
    """A sealed value does not open: changed, moved to another column, or its key is gone."""

    code = "kernel.seal_broken"
    status = 500
    message = _("Không đọc được dữ liệu đã niêm phong.")


def seal(value: bytes, context: str) -> bytes:
    """Seal bytes under the current key for a context (33 bytes longer than the value)."""
    key_id, cipher = _current()
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id + nonce + cipher.encrypt(nonce, value, context.encode())


def unseal(sealed: bytes, context: str) -> bytes:
    """Open what `seal` gave for the same context. Raises `SealBroken`."""
    cipher = _ciphers().get(sealed[1:_HEAD]) if sealed[:1] == _VERSION else None
    if cipher is None:
        raise SealBroken
    body = _HEAD + _NONCE
    try:
        return cipher.decrypt(sealed[_HEAD:body], sealed[body:], context.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


def reseal(sealed: bytes, context: str) -> bytes:
    """Seal again under the current key; give the value back unchanged when it already is."""
    if sealed[:_HEAD] == _VERSION + _current()[0]:
        return sealed
    return seal(unseal(sealed, context), context)


def blind_index(kind: str, value: str) -> bytes:
    """Give the 32 bytes by which a sealed value is found: HMAC-SHA256 of kind and normal form."""
    return _index(keys.ring().index[0], kind, value)


def blind_indexes(kind: str, value: str) -> tuple[bytes, ...]:
    """Give the blind index under every index key, current first: for look-ups during rotation."""
    return tuple(_index(key, kind, value) for key in keys.ring().index)


def is_indexed(kind: str, value: str, kept: Iterable[bytes | memoryview]) -> bool:
    """Say whether one of some kept blind indexes is a value's, under whichever key it was made.

    Every comparison is made, so that the time tells nothing.
    """
    given = blind_indexes(kind, value)
    found = [hmac.compare_digest(one, bytes(each)) for each in kept for one in given]
    return any(found)


def normal_form(kind: str, value: str) -> str:
    """Write an identifier in one way: `phone` as 0…, `email` in lower case, others as capitals.

    Separators are dropped; full-width digits become plain ones.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if kind == "email":
        return text.lower()
    text = _SEPARATORS.sub("", text).upper()
    return _ABROAD.sub("0", text) if kind == "phone" else text


def _index(key: bytes, kind: str, value: str) -> bytes:
    message = f"{kind}\0{normal_form(kind, value)}".encode()
    return hmac.digest(key, message, hashlib.sha256)


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"motcua seal key\0" + key).digest()[:4]


def _ciphers() -> dict[bytes, AESGCM]:
    return _ciphers_of(keys.ring())


def _current() -> tuple[bytes, AESGCM]:
    return next(iter(_ciphers().items()))


@cache
def _ciphers_of(ring: keys.KeyRing) -> dict[bytes, AESGCM]:
    return {_key_id(key): AESGCM(key) for key in ring.seal}


class Sealed:
    """A value of a sealed column in memory: opened when asked, and never shown by `repr`."""

    __slots__ = ("_field", "_is_open", "_sealed", "_value")

    def __init__(self, field: SealedField[Any], sealed: bytes | None, value: Any = None) -> None:
        self._field = field
        self._sealed = sealed
        self._value = value
        self._is_open = sealed is None

    def __repr__(self) -> str:
        return "<sealed>"

    def reveal(self) -> Any:
        """Open the value. Raises `SealBroken`."""
        if not self._is_open:
            assert self._sealed is not None
            self._value = self._field.open(self._sealed)
            self._is_open = True
        return self._value

    def closed(self) -> bytes | None:
        """Give what the column stores: the bytes read from it, unless the value was changed."""
        if not self._is_open:
            return self._sealed
        if self._value is None:
            return None
        if self._sealed is not None and self._field.open(self._sealed) == self._value:
            return self._sealed
        return self._field.close(self._value)


class _SealedAttribute(DeferredAttribute):
    """Keeps a `Sealed` in the instance and gives the open value to the reader."""

    field: SealedField[Any]

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        kept = super().__get__(instance, cls)
        return kept.reveal() if isinstance(kept, Sealed) else kept

    def __set__(self, instance: models.Model, value: Any) -> None:
        kept = value if isinstance(value, Sealed) else Sealed(self.field, None, value)
        instance.__dict__[self.field.attname] = kept


if TYPE_CHECKING:

    class _Field(models.Field[V, V]): ...

else:

    class _Field(models.Field):
        """Django's fields are generic in the type stubs only."""

        def __class_getitem__(cls, _: Any) -> type:
            return cls


class SealedField(_Field[V]):
    """A bytea column whose content is sealed under `context`, a name that never changes."""

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, context: str, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def open(self, sealed: bytes) -> V:
        """Turn what the column stores into the value."""
        raise NotImplementedError

    def close(self, value: V) -> bytes:
        """Turn the value into what the column stores."""
        raise NotImplementedError

    def get_internal_type(self) -> str:
        return "BinaryField"

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "context": self.context}

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look it up through its blind index.")
        return super().get_lookup(lookup_name)

    def from_db_value(self, value: Any, *_: Any) -> Sealed | None:
        return None if value is None else Sealed(self, bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 - Django's signature
        kept = model_instance.__dict__.get(self.attname)
        return kept if kept is None or isinstance(kept, Sealed) else Sealed(self, None, kept)

    def get_prep_value(self, value: Any) -> bytes | None:
        kept = value if isinstance(value, Sealed) else Sealed(self, None, value)
        return kept.closed()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        stored = super().get_db_prep_value(value, connection, prepared)
        return None if stored is None else connection.Database.Binary(stored)

    def value_to_string(self, obj: models.Model) -> str:
        stored = self.get_prep_value(obj.__dict__.get(self.attname))
        return "" if stored is None else base64.b64encode(stored).decode()


class SealedTextField(SealedField[str]):
    """Sealed text; the empty text is stored as no bytes."""

    def open(self, sealed: bytes) -> str:
        return unseal(sealed, self.context).decode() if sealed else ""

    def close(self, value: str) -> bytes:
        return seal(value.encode(), self.context) if value else b""


class SealedJSONField(SealedField[Any]):
    """Sealed JSON: dicts, lists, text, numbers; dates and UUIDs become text."""

    empty_strings_allowed = False

    def open(self, sealed: bytes) -> Any:
        return orjson.loads(unseal(sealed, self.context))

    def close(self, value: Any) -> bytes:
        return seal(orjson.dumps(value), self.context)
