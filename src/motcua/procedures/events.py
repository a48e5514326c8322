"""What happened in the catalogue, for whoever listens after commit. Payloads hold ids and codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from motcua.kernel.events import Event


@dataclass(frozen=True, slots=True)
class VersionPublished(Event):
    """A version of a procedure became the rule."""

    name: ClassVar[str] = "procedures.version_published"
    version_id: int
    procedure_code: str


@dataclass(frozen=True, slots=True)
class OfferingOpened(Event):
    """An agency takes a procedure, from a day that may be still to come."""

    name: ClassVar[str] = "procedures.offering_opened"
    offering_id: int
    procedure_code: str


@dataclass(frozen=True, slots=True)
class OfferingEnded(Event):
    """An agency no longer takes a procedure, from a day that may be still to come."""

    name: ClassVar[str] = "procedures.offering_ended"
    offering_id: int
    procedure_code: str
