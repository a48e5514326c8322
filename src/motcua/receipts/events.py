"""What happened to receipts, for the rooms above. Payloads hold ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class ReceiptIssued(Event):
    """A receipt got its number; its files are not written yet."""

    name: ClassVar[str] = "receipts.issued"
    receipt_id: int


@dataclass(frozen=True, slots=True)
class ReceiptReady(Event):
    """A receipt's files are signed and can be had; `subject_id` is what was paid for."""

    name: ClassVar[str] = "receipts.ready"
    receipt_id: int
    kind: str
    subject_kind: str
    subject_id: int
