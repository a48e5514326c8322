"""`motcua prove`: file while processes are killed, and count again; exit 1 on any loss."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass

import click

from motcua.cli import django, progress
from motcua.cli.help import Spoken
from motcua.cli.speech import refusals, say
from motcua.cli.temporary import TemporaryNode, temporary_node

_PROOF = "motcua.demo.prove.proof"


@dataclass(frozen=True, slots=True)
class _Target:
    """The node as the proof sees it: a port, and processes that can be killed."""

    node: TemporaryNode

    @property
    def port(self) -> int:
        return self.node.port

    def kill(self, name: str) -> None:
        """Kill the worker, or the database's first process."""
        home = self.node.home
        if name == "postgres":
            text = (home.folder / "postgres" / "postmaster.pid").read_text()
            os.kill(int(text.split()[0]), signal.SIGKILL)
            return
        note = json.loads((home.run / f"{name}.process").read_text())
        os.kill(note["pid"], signal.SIGKILL)


@click.command(cls=Spoken)
@click.option(
    "--dossiers",
    default=5000,
    show_default=True,
    type=click.IntRange(min=1),
    help="Nộp bao nhiêu hồ sơ · How many dossiers to file.",
)
@click.option(
    "--clients",
    default=16,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Bao nhiêu người nộp cùng lúc · How many file at once.",
)
def prove(dossiers: int, clients: int) -> None:
    """Không mất, không trùng · Lose nothing and double nothing.

    Chạy một nút riêng rồi bỏ đi; dữ liệu minh họa không bị đụng tới · Runs a node of its own, which
    is thrown away afterwards; the demo's data is not touched.
    """
    began = time.monotonic()
    with refusals(), temporary_node() as node, contextlib.ExitStack() as stack:
        with progress.step("Nút tạm: cơ sở dữ liệu, trang web, tiến trình nền", "A node"):
            stack.enter_context(node.running())
        failures = _prove(node, dossiers, clients)
    took = time.monotonic() - began
    if failures:
        progress.line(say(f"✗ {failures} điều không đúng.", f"✗ {failures} things do not hold."))
        sys.exit(1)
    progress.line(
        say(
            f"✓ Không mất, không trùng ({took:.0f} giây).",
            f"✓ Nothing lost, nothing doubled ({took:.0f} s).",
        )
    )


def _prove(node: TemporaryNode, dossiers: int, clients: int) -> int:
    """Go through the steps; give the number of things that do not hold."""
    os.environ.update(node.environment())
    os.environ.pop("DATABASE_OWNER_URL", None)
    django.setup(node.urls.app)
    proof = importlib.import_module(_PROOF).Proof(
        _Target(node), node.urls.app, dossiers=dossiers, clients=clients
    )
    failures = 0
    try:
        for each in proof.steps():
            with progress.step(each.vi, each.en) as step:
                findings = each.act(step.note)
            for finding in findings:
                mark = "·" if finding.holds else "✗"
                progress.line(f"      {mark} {say(finding.vi, finding.en)}")
                failures += not finding.holds
    finally:
        proof.close()
    return failures
