"""What the pages of processes show: versions, who follows them, and a move before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries.process_changes import Plan, following_by_version, plan_changes
from motcua.kernel.errors import NotFound
from motcua.procedures.base.processes.svg import ProcessShown, shown
from motcua.procedures.base.texts import say
from motcua.procedures.queries import pack_of
from motcua.procedures.queries.at_agency import offerings_at
from motcua.procedures.queries.processes import ProcessVersion, processes_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.agencies.models import Agency
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure the agency takes, with how many open dossiers follow its process, or an older."""

    code: str
    name: str
    steps: int
    current: int
    older: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the process and how many of the agency's open dossiers follow it."""

    version: ProcessVersion
    open_dossiers: int
    others: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """The process of a procedure today, and its versions."""

    code: str
    name: str
    basis: str
    process: ProcessShown
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class MovePage:
    """Moving to a version's process: what would change, and what stands for what is missing.

    `choices` are the steps to map as (code, name, chosen), each answered with one of the plan's
    targets.
    """

    code: str
    name: str
    number: int
    plan: Plan
    choices: tuple[tuple[str, str, str], ...]


def procedures_with_processes(
    actor: Actor, agency: Agency, day: date, language: str
) -> list[ProcedureRow]:
    """List the procedures an agency takes on a day, by code."""
    rows = []
    for card in offerings_at(agency.pk, day):
        pack = pack_of(card.version_id)
        counted = following_by_version(actor, agency.pk, card.procedure_code)
        current = counted.pop(card.version_id, 0)
        rows.append(
            ProcedureRow(
                code=card.procedure_code,
                name=say(pack.name, language),
                steps=len(pack.process.steps),
                current=current,
                older=sum(counted.values()),
            )
        )
    return rows


def process_page(
    actor: Actor, agency: Agency, procedure: str, day: date, language: str
) -> ProcessPage:
    """Show the process of a procedure as it holds today. Raises `NotFound`."""
    version, pack = pack_at(agency, procedure, day)
    counted = following_by_version(actor, agency.pk, procedure)
    whole = sum(counted.values())
    return ProcessPage(
        code=procedure,
        name=say(pack.name, language),
        basis=pack.process.basis,
        process=shown(pack.process, language),
        versions=tuple(
            VersionRow(
                row,
                counted.get(row.version_id, 0),
                whole - counted.get(row.version_id, 0),
                is_current=row.version_id == version,
            )
            for row in processes_of(procedure)
        ),
    )


def move_page(
    actor: Actor,
    agency: Agency,
    procedure: str,
    version: int,
    *,
    mapping: Mapping[str, str],
    language: str,
) -> MovePage:
    """Show what moving would change. Raises `NotFound` as `target` does."""
    row = target(procedure, version)
    plan = plan_changes(actor, agency.pk, procedure, version, mapping=mapping, language=language)
    return MovePage(
        code=procedure,
        name=say(pack_of(version).name, language),
        number=row.number,
        plan=plan,
        choices=tuple((code, name, mapping.get(code, "")) for code, name in plan.lacking),
    )


def target(procedure: str, version: int) -> ProcessVersion:
    """Give the version that dossiers may be moved to. Raises `NotFound` for one withdrawn."""
    row = next((one for one in processes_of(procedure) if one.version_id == version), None)
    if row is None or row.is_withdrawn:
        raise NotFound
    return row


def pack_at(agency: Agency, procedure: str, day: date) -> tuple[int, Pack]:
    """Give the version and pack of a procedure that an agency takes. Raises `NotFound`."""
    for card in offerings_at(agency.pk, day):
        if card.procedure_code == procedure:
            return card.version_id, pack_of(card.version_id)
    raise NotFound
