"""`motcua procedures …`: check, import, export, open and prove the procedures of the catalogue."""

from __future__ import annotations

import json

import click

from motcua.cli.catalogue import import_command
from motcua.cli.exporting import export_command
from motcua.cli.help import SpokenGroup
from motcua.cli.levels import levels_command
from motcua.cli.linting import lint_command
from motcua.cli.opening import open_command
from motcua.cli.process import process_command
from motcua.cli.proofs import prove_command
from motcua.cli.usage import OneSentence


@click.group(cls=SpokenGroup)
def procedures() -> None:
    """Danh mục thủ tục · The catalogue of procedures."""


@procedures.command("schema", cls=OneSentence)
def schema_command() -> None:
    """In JSON Schema của gói thủ tục · Print the JSON Schema of a pack."""
    from motcua.procedures.base.packs import pack_schema  # noqa: PLC0415 - loads pydantic

    click.echo(json.dumps(pack_schema(), ensure_ascii=False))


procedures.add_command(export_command)
procedures.add_command(import_command)
procedures.add_command(levels_command)
procedures.add_command(lint_command)
procedures.add_command(open_command)
procedures.add_command(process_command)
procedures.add_command(prove_command)
