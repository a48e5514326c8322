"""Numbers that a year counts without gaps: slips of a form, results of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from motcua.agencies.queries import agency_name
from motcua.documents.base.kinds import notation_of, numbered
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil
from motcua.procedures.base.results import registry_number

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.enums import SlipForm
    from motcua.dossiers.models import Dossier

_SLIP = """
INSERT INTO dossiers_slipnumbering AS held (agency_id, form, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, form, year) DO UPDATE SET last = held.last + 1 RETURNING last
"""
_REGISTRY = """
INSERT INTO dossiers_registrynumbering AS held (agency_id, registry, year, last)
VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, registry, year) DO UPDATE SET last = held.last + 1 RETURNING last
"""


def next_slip_number(agency_id: int, form: SlipForm, now: datetime) -> int:
    """Take the agency's next number of a form in the civil year; the row is locked until commit."""
    return _next(_SLIP, agency_id, form.value, civil(now).year)


def next_registry_number(dossier: Dossier, now: datetime) -> str:
    """Take the next number of the register the procedure's results go into, as it is written."""
    registry = rules_of(dossier).pack.result.registry
    year = civil(now).year
    return registry_number(registry, _next(_REGISTRY, dossier.agency_id, registry.code, year), year)


def next_document_number(dossier: Dossier, kind: str, now: datetime) -> str:
    """Take the agency's next number of a kind of documents, as Decree 30/2020 writes it."""
    year = civil(now).year
    figure = _next(_REGISTRY, dossier.agency_id, f"document:{kind}", year)
    return numbered(figure, notation_of(kind, agency_name(dossier.agency_id)))


def _next(statement: str, *values: int | str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[int] = cursor.fetchone()
    return row[0]
