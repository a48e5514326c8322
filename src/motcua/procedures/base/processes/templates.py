"""Processes that many procedures share, to begin a procedure's own with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from motcua.procedures.base.loading import read_whole, shared_folder
from motcua.procedures.base.processes.spec import Process

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ProcessTemplate:
    """A process to begin with, and what it is called in each language."""

    code: str
    name: Mapping[str, str]
    process: Process


@cache
def process_templates() -> tuple[ProcessTemplate, ...]:
    """Give the processes that come with the packs, in the order of their file."""
    return tuple(
        ProcessTemplate(code, row["name"], Process.model_validate(row["process"]))
        for code, row in read_whole(shared_folder() / "processes.yaml").items()
    )
