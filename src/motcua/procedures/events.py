"""What happened in the catalogue, for whoever listens after commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class VersionPublished:
    """A version of a procedure became the rule from a day on."""

    version_id: int
    procedure_code: str
    number: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class OfferingOpened:
    """An agency began to offer a procedure."""

    offering_id: int
    procedure_code: str
    agency_id: int
    opened_from: date
