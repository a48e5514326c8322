"""What is backed up: the database, as who may copy it, and the files of one node."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.cli import database
from motcua.cli.backup.places import Bucket, Folder
from motcua.cli.external import check
from motcua.cli.home import Home
from motcua.cli.speech import Refused
from motcua.config import env
from motcua.kernel.postgres import ENVIRONMENT, Server, find_programs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from motcua.cli.backup.places import Place
    from motcua.kernel.postgres import Programs

SLOT = "motcua_backup"
APPLICATION = "motcua_backup"
_SEES = "SELECT pg_has_role('pg_read_all_stats', 'USAGE')"


@dataclass(frozen=True, slots=True)
class Source:
    """One node as it is backed up: `sql` asks its tables, `replication` copies the server."""

    data: Path
    sql: str
    replication: str
    programs: Programs

    @property
    def files(self) -> Place:
        """Give the store of the node's files."""
        return file_store(self.data)

    def copying(self) -> str:
        """Give the connection of the programs that copy; it names itself to the server.

        No password stands in it: every account of the machine reads what a program was called with.
        """
        told = conninfo_to_dict(self.replication, application_name=APPLICATION)
        told.pop("password", None)
        return make_conninfo("", **told)

    @property
    def environment(self) -> dict[str, str]:
        """Give what the programs that copy find around them: the password, where there is one."""
        password = conninfo_to_dict(self.replication).get("password")
        return ENVIRONMENT | ({"PGPASSWORD": str(password)} if password else {})


def file_store(data: Path, *, waits: bool = True) -> Place:
    """Give the store of a node's files: the bucket that is set, or the folder in its data.

    Unless it `waits`, what is put into the folder is on the disk only after `os.sync`.
    """
    bucket = env.text("MOTCUA_S3_BUCKET")
    if bucket:
        return Bucket(bucket, "", env.text("MOTCUA_S3_ENDPOINT"))
    return Folder(data / "files", waits=waits)


@contextlib.contextmanager
def source() -> Iterator[Source]:
    """Give this node, its database running. Raises `Refused`."""
    data = env.data_folder()
    if database.named() is None and _is_supervised(data) and not Server(data).is_running():
        # The supervisor starts it again; two must not try.
        raise Refused(
            "Cơ sở dữ liệu đang khởi động lại; hãy thử lại sau.",
            "The database is starting again; try again later.",
        )
    with database.existing() as found:
        check(found)
        if found.is_embedded:
            url = Server(data).urls.superuser
            yield Source(data, url, url, find_programs())
            return
        url = env.text("DATABASE_REPLICATION_URL") or found.owner
        _require_replication(url)
        given = Source(data, found.owner, url, find_programs())
        _require_sight(given)
        yield given


def living(into: Path) -> bool:
    """Say whether a node runs from a folder."""
    return Server(into).is_running() or _is_supervised(into)


def _is_supervised(folder: Path) -> bool:
    if not (folder / "run" / "supervisor.lock").exists():
        return False
    try:
        with Home(folder).claimed():
            return False
    except Refused:
        return True


def _require_replication(url: str) -> None:
    """Ask the server whether this account may copy it. Raises `Refused`."""
    connection = pq.PGconn.connect(make_conninfo(url, replication="true").encode())
    try:
        if connection.status == pq.ConnStatus.OK:
            return
        why = " ".join(connection.error_message.decode(errors="replace").split())
    finally:
        connection.finish()
    raise Refused(
        "Tài khoản cơ sở dữ liệu chưa được phép sao chép cả máy chủ; hãy chạy ALTER ROLE … "
        "REPLICATION, thêm dòng `host replication …` vào pg_hba.conf, hoặc đặt "
        f"DATABASE_REPLICATION_URL ({why}).",
        "The database account may not copy the server; run ALTER ROLE … REPLICATION, add a line "
        f"`host replication …` to pg_hba.conf, or set DATABASE_REPLICATION_URL ({why}).",
    )


def _require_sight(source: Source) -> None:
    """Ask whether the owner sees how far a copy is. Raises `Refused`."""
    with asked(source) as connection:
        row = connection.execute(_SEES).fetchone()
    if row != (True,):
        raise Refused(
            "Tài khoản cơ sở dữ liệu không thấy nhật ký đã sao tới đâu; hãy chạy GRANT pg_monitor "
            "TO tài khoản ấy.",
            "The database account cannot see how far copying is; run GRANT pg_monitor TO it.",
        )


@contextlib.contextmanager
def asked(source: Source) -> Iterator[psycopg.Connection]:
    """Open a connection for questions that hold no transaction open. Raises `Refused`."""
    try:
        with psycopg.connect(source.sql, autocommit=True, connect_timeout=10) as connection:
            yield connection
    except psycopg.OperationalError as error:
        why = " ".join(str(error).split())
        raise Refused(
            f"Cơ sở dữ liệu không trả lời: {why}", f"The database does not answer: {why}"
        ) from error
