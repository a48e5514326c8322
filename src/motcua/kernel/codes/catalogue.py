"""Codes of the catalogue: procedures, fields, components and results."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from motcua.kernel.codes.agencies import AgencyCode, agency_code
from motcua.kernel.codes.errors import CatalogueCodeInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROCEDURE: Final = re.compile(r"(\d\.\d{6})(?:\.(.+))?", re.ASCII)
_FIELD: Final = re.compile(r"([A-Y]\d{2})-([A-Z]{2}\d{0,3})", re.ASCII)
_COMPONENT: Final = re.compile(r"(.+)-([A-Z]{2}\d{6})", re.ASCII)
_RESULT: Final = re.compile(r"KQ\.(.+)\.(\d{6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """A procedure's national code, and the agency whose localised copy it is, if it is one."""

    text: str
    national: str
    agency: AgencyCode | None

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        copy = self.agency.facts if self.agency else {"agency": None}
        return {"national": self.national, **copy}


@dataclass(frozen=True, slots=True)
class FieldCode:
    """A field of administration of a level-1 agency (Circular 01/2018/TT-VPCP, Article 20)."""

    text: str
    agency: AgencyCode
    field: str

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {**self.agency.facts, "field": self.field}


@dataclass(frozen=True, slots=True)
class ComponentCode:
    """A paper of a dossier as the national catalogue numbers it."""

    text: str
    agency: AgencyCode
    component: str

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {**self.agency.facts, "component": self.component}


@dataclass(frozen=True, slots=True)
class ResultCode:
    """A kind of result as the national catalogue numbers it."""

    text: str
    agency: AgencyCode
    result: str

    @property
    def facts(self) -> Mapping[str, object]:
        """The parts, ready for JSON."""
        return {**self.agency.facts, "result": self.result}


def procedure_code(text: str) -> ProcedureCode:
    """Read 1.001193, or a localised copy: 1.003560.000.00.00.H56, 2.002621.H56.

    Raises `CatalogueCodeInvalid`, `AgencyCodeInvalid`.
    """
    code, parts = _parts(_PROCEDURE, text)
    return ProcedureCode(code, parts[1], agency_code(parts[2]) if parts[2] else None)


def field_code(text: str) -> FieldCode:
    """Read G15-HT02. Raises `CatalogueCodeInvalid`."""
    code, parts = _parts(_FIELD, text)
    return FieldCode(code, agency_code(parts[1]), parts[2])


def component_code(text: str) -> ComponentCode:
    """Read 000.00.00.G09-KQ002269. Raises `CatalogueCodeInvalid`, `AgencyCodeInvalid`."""
    code, parts = _parts(_COMPONENT, text)
    return ComponentCode(code, agency_code(parts[1]), parts[2])


def result_code(text: str) -> ResultCode:
    """Read KQ.G07.000122. Raises `CatalogueCodeInvalid`, `AgencyCodeInvalid`."""
    code, parts = _parts(_RESULT, text)
    return ResultCode(code, agency_code(parts[1]), parts[2])


def _parts(form: re.Pattern[str], text: str) -> tuple[str, re.Match[str]]:
    code = text.strip().upper()
    parts = form.fullmatch(code)
    if parts is None:
        raise CatalogueCodeInvalid
    return code, parts
