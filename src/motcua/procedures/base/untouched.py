"""What a procedure still has of the skeleton it began with, so that a second person sees it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from motcua.procedures.base.forms.spec import FormSpec
from motcua.procedures.base.loading import read_yaml
from motcua.procedures.base.national.drafting import GENERATED
from motcua.procedures.base.national.laws import numbered
from motcua.procedures.base.processes.spec import Process
from motcua.procedures.base.shared import SHARED, packs_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motcua.procedures.base.packs import Pack


def untouched_parts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield where, and by which code, a pack is still what every procedure begins with."""
    form, process, template = _beginning()
    if pack.form.pages == form.pages:
        yield "form", "form-untouched"
    if pack.process == process:
        yield "process", "process-untouched"
    if pack.result.template == template:
        yield "result", "result-untouched"
    if not any(True for _ in pack.papers()):
        yield "variants", "no-papers"


def unknown_numbers(pack: Pack) -> Iterator[str]:
    """Yield where a legal text has a number of no recognised shape, such as `Quyết định 01`."""
    for index, law in enumerate(pack.legal_bases):
        found = numbered(law.number, "")
        if not (found.kind or found.year):
            yield f"legal_bases.{index}"


@cache
def _beginning() -> tuple[FormSpec, Process, str]:
    folder = packs_folder() / SHARED / GENERATED
    form = FormSpec.model_validate(read_yaml(folder / "form.yaml"))
    process = Process.model_validate(read_yaml(folder / "process.yaml"))
    return form, process, (folder / "result.typ").read_text(encoding="utf-8")
