"""A database with the few tables that backups ask, a store of files, and places to keep them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import boto3
import psycopg
import pytest
from botocore.exceptions import EndpointConnectionError

from motcua.cli.backup import bases, keys
from motcua.cli.backup.notes import Notes
from motcua.cli.backup.places import Bucket, Folder
from motcua.cli.backup.plan import plan
from motcua.cli.backup.receiving import Receiver
from motcua.cli.backup.restoring import Restoring
from motcua.cli.backup.shipping import Shipping
from motcua.cli.backup.source import Source
from motcua.kernel import clock
from motcua.kernel.keys import make_keys
from motcua.kernel.postgres import Server, find_programs
from motcua.kernel.postgres.tuning import DURABLE
from motcua.kernel.processes import identify, wait_until_gone
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from motcua.cli.backup.places import Place
    from motcua.cli.backup.shipping import Round

# The log is as in real work; the disk is not waited for.
_QUICK = {**DURABLE, "fsync": "off"}
_TABLES = """
CREATE TABLE kernel_blob (sha256 text PRIMARY KEY);
CREATE TABLE kernel_storedfile (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, blob_id text REFERENCES kernel_blob
);
CREATE TABLE kernel_auditlog (agency_id bigint PRIMARY KEY, size bigint);
"""


@dataclass
class SmallNode:
    """A node without pages: it takes files in as the real one does, content before row."""

    source: Source
    servers: list[Server] = field(default_factory=list)

    def kill_database(self) -> None:
        """Kill the server as the kernel does, and start it again."""
        pid = int((self.source.data / "postgres" / "postmaster.pid").read_text().split()[0])
        victim = identify(pid)
        assert victim is not None
        os.kill(pid, signal.SIGKILL)
        assert wait_until_gone(victim, 60)
        self.servers.append(Server(self.source.data, _QUICK))
        self.servers[-1].start()

    def take(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        self.source.files.put(f"{name[:2]}/{name[2:4]}/{name}", content)
        with psycopg.connect(self.source.sql) as connection:
            connection.execute("INSERT INTO kernel_blob VALUES (%s)", (name,))
            connection.execute("INSERT INTO kernel_storedfile (blob_id) VALUES (%s)", (name,))
        return name

    def drop(self, name: str) -> None:
        with psycopg.connect(self.source.sql) as connection:
            connection.execute("DELETE FROM kernel_storedfile WHERE blob_id = %s", (name,))
            connection.execute("DELETE FROM kernel_blob WHERE sha256 = %s", (name,))

    def now(self) -> datetime:
        with psycopg.connect(self.source.sql) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        return row[0]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the small node's folder once; each test has a copy of it."""
    data = tmp_path_factory.mktemp("made") / "data"
    server = Server(data, _QUICK)
    with server as urls, psycopg.connect(urls.superuser) as connection:
        connection.execute(_TABLES)
    make_keys(data / "keys")
    return data


@pytest.fixture
def node(made: Path, tmp_path: Path) -> Iterator[SmallNode]:
    data = tmp_path / "data"
    subprocess.run(["cp", "-a", str(made), str(data)], check=True)  # its owners too
    server = Server(data, _QUICK)
    url = server.start().superuser
    node = SmallNode(Source(data, url, url, find_programs()), [server])
    yield node
    for each in node.servers:
        each.stop()


@pytest.fixture
def recovery(node: SmallNode, tmp_path: Path) -> keys.Opening:
    keys.make(node.source.data, tmp_path / "recovery.key")
    return keys.opening(tmp_path / "recovery.key")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "place")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Run an S3 server in a process of its own."""
    port = free_port()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=dict(os.environ),
    )
    try:
        _make_bucket(address)
        yield Bucket("sao-luu", "nut-1", address)
    finally:
        process.kill()
        process.wait()


def _make_bucket(address: str) -> None:
    client = boto3.client("s3", endpoint_url=address)
    deadline = time.monotonic() + 60
    while True:
        try:
            client.create_bucket(Bucket="sao-luu")
        except EndpointConnectionError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return


@dataclass
class Backups:
    """Backups of the small node at one place."""

    node: SmallNode
    place: Place
    recovery: keys.Opening

    @property
    def notes(self) -> Notes:
        return Notes(self.node.source.data)

    @property
    def closing(self) -> keys.Closing:
        return keys.closing(self.node.source.data)

    @contextmanager
    def shipping(self) -> Iterator[Shipping]:
        with Receiver(self.node.source, self.notes.wal) as receiver:
            if receiver.has_gap() or not self.notes.chain():
                self.notes.begin(clock.system_now())
            yield Shipping(self.node.source, self.place, self.closing, self.notes, receiver)

    def base(self) -> Round:
        with self.shipping() as shipping:
            taken = bases.take(
                self.node.source, self.place, self.closing, self.notes.chain(), lambda _text: None
            )
            done = shipping.round(whole=True)
            bases.seal(self.place, self.closing, self.notes, taken)
            bases.list_packs(self.place, self.closing, self.notes, clock.system_now())
        return done

    def round(self) -> Round:
        with self.shipping() as shipping:
            return shipping.round(whole=True)

    def restore(self, into: Path, to: datetime | None = None) -> set[str]:
        """Restore everything and give the files that the restored database names."""
        restoring = Restoring(self.place, self.recovery, plan(self.place, self.recovery, to), into)
        restoring.begin()
        restoring.database(str)
        restoring.log(str)
        restoring.look_again()
        restoring.files(str)
        restoring.small()
        restoring.recover(str)
        restoring.end()
        return named(into)


def named(into: Path) -> set[str]:
    """Give the files that the database of a restored node names, each of which is there."""
    server = Server(into, _QUICK)
    with server as urls, psycopg.connect(urls.superuser) as connection:
        names = {name for (name,) in connection.execute("SELECT sha256 FROM kernel_blob")}
    for name in names:
        content = (into / "files" / name[:2] / name[2:4] / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == name
    return names


@pytest.fixture
def backups(node: SmallNode, folder: Folder, recovery: keys.Opening) -> Backups:
    return Backups(node, folder, recovery)
