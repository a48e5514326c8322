"""What happens in the signatures room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SigningKeyIssued(Event):
    """An agency or an official got a key and its certificate."""

    name: ClassVar[str] = "signatures.key_issued"
    key_id: int


@dataclass(frozen=True, slots=True)
class SigningKeyRevoked(Event):
    """A key must not be used or believed from now on."""

    name: ClassVar[str] = "signatures.key_revoked"
    key_id: int


@dataclass(frozen=True, slots=True)
class DocumentSigned(Event):
    """A signed document was entered into the register that the verify page reads."""

    name: ClassVar[str] = "signatures.document_signed"
    verification_id: str
    reference: str
