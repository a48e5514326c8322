"""`motcua prove`: file while processes are killed, and count again; exit 1 on any loss."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import httpx
import orjson

from motcua.cli import django, progress
from motcua.cli.help import Spoken
from motcua.cli.ports import choose
from motcua.cli.prove_restoring import Restorable
from motcua.cli.speech import Refused, refusals, say
from motcua.cli.temporary import TemporaryNode, temporary_node
from motcua.kernel.processes import dies_with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROOF = "motcua.demo.prove.proof"
_SECONDS_TO_COME_UP = 120.0
_LOSING = "motcua.demo.prove.losing"


@dataclass(frozen=True, slots=True)
class _Target:
    """The node as the proof sees it: a port, and processes that can be killed."""

    node: TemporaryNode
    port: int

    def kill(self, name: str) -> None:
        """Kill the worker, or the database's first process."""
        home = self.node.home
        if name == "postgres":
            text = (home.folder / "postgres" / "postmaster.pid").read_text()
            os.kill(int(text.split()[0]), signal.SIGKILL)
            return
        note = json.loads((home.run / f"{name}.process").read_text())
        if name == "web":
            os.killpg(note["pid"], signal.SIGKILL)  # those that answer too
            return
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
@click.option(
    "--kills",
    default=3,
    show_default=True,
    type=click.IntRange(0, 50),
    help="Bao nhiêu lần kill -9 · How many times kill -9.",
)
@click.option(
    "--restore",
    "is_restoring",
    is_flag=True,
    help="Hủy cả nút, khôi phục từ bản sao lưu, rồi đếm · Destroy the node, restore it, count.",
)
@click.option(
    "--former",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Nộp qua mã nguồn của bản trước · File through the code of a release before.",
)
def prove(
    dossiers: int, clients: int, kills: int, *, is_restoring: bool, former: Path | None
) -> None:
    """Không mất, không trùng · Lose nothing and double nothing.

    Chạy một nút riêng rồi bỏ đi; dữ liệu minh họa không bị đụng tới · Runs a node of its own, which
    is thrown away afterwards; the demo's data is not touched.
    """
    began = time.monotonic()
    with refusals(), temporary_node() as node, contextlib.ExitStack() as stack:
        target = Restorable(node, stack) if is_restoring else _Target(node, node.port)
        more = target.settings if isinstance(target, Restorable) else {}
        with progress.step("Nút tạm: cơ sở dữ liệu, trang web, tiến trình nền", "A node"):
            stack.enter_context(node.running(more=more))
        if former is not None:
            target = _Target(node, stack.enter_context(_former_web(node, former)))
        _enter(node)
        if isinstance(target, Restorable):
            target.make_key()
            made = importlib.import_module(_LOSING)
            proof = made.Losing(target, dossiers=dossiers, clients=clients)
        else:
            made = importlib.import_module(_PROOF)
            proof = made.Proof(
                target, node.urls.app, dossiers=dossiers, clients=clients, kills=kills
            )
        failures = _prove(proof)
        progress.line(orjson.dumps(proof.figures).decode())
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


@contextlib.contextmanager
def _former_web(node: TemporaryNode, code: Path) -> Iterator[int]:
    """Serve pages with the code of another release, on the node's own schema; give the port."""
    port = choose(("former",), {}, node.port + 1)["former"]
    own = node.environment() | {"PORT": str(port), "PYTHONPATH": str(code / "src")}
    own |= {"DATABASE_URL": node.urls.app, "DATABASE_READ_URL": node.urls.read}
    process = subprocess.Popen(
        [sys.executable, "-m", "motcua.cli", "web"],
        env=own,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
    )
    try:
        deadline = time.monotonic() + _SECONDS_TO_COME_UP
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Refused("Bản trước không khởi động được.", "The release before fails.")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        return httpx.get(
            f"http://127.0.0.1:{port}/readyz", headers={"Host": "localhost"}
        ).is_success
    except httpx.HTTPError:
        return False


def _enter(node: TemporaryNode) -> None:
    os.environ.update(node.environment())
    os.environ.pop("DATABASE_OWNER_URL", None)
    django.setup(node.urls.app)


def _prove(proof: Any) -> int:
    """Go through the steps; give the number of things that do not hold."""
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
