"""Bring database, keys and static files to this release's state; the owner's part of a start.

The supervisor runs it as a process of its own, so that it stays small itself and the owner's
connection does not outlive the work. Where each process is a unit of its own: `motcua prepare`.
"""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import psycopg

from motcua.cli import database, django, progress
from motcua.cli.external import check
from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.mishaps import mishaps
from motcua.cli.speech import Refused, refusals
from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.migrations.loader import MigrationLoader

_MANIFEST = "staticfiles.json"
_SECONDS_OF_OLD_PAGES = 30 * 24 * 3600.0
# Several nodes may start at once on one database: one of them migrates.
_LOCK = "SELECT pg_advisory_lock(7811100)"


@click.command(cls=Spoken)
def prepare() -> None:
    """Chuẩn bị cho bản này rồi thôi · Prepare for this release, and no more.

    Tạo khóa, nâng cấp lược đồ, cấp quyền, gom tệp tĩnh · Makes keys, migrates, grants, collects
    static files.
    """
    with refusals(), database.opened() as found, mishaps(Home(env.data_folder())):
        check(found)
        django.setup(found.owner)
        _make_keys()
        _make_indexes_set_aside(found.owner)
        _migrate()
        _index_words()
        _collect_static()


def _make_keys() -> None:
    from motcua.kernel.keys import make_keys  # noqa: PLC0415 - needs Django

    with progress.step("Khóa của nút", "Keys of the node"):
        make_keys(env.data_folder() / "keys")


def _make_indexes_set_aside(owner_url: str) -> None:
    """Make the indexes that a generator of dossiers had set aside when it was killed."""
    from motcua.demo.volume.indexes import are_set_aside, make_set_aside  # noqa: PLC0415 - Django

    if are_set_aside(owner_url):
        with progress.step("Lập lại chỉ mục", "Making indexes again"):
            make_set_aside(owner_url)


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - needs Django
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.exceptions import NodeNotFoundError  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from motcua.kernel.roles import ensure_roles  # noqa: PLC0415

    with progress.step("Lược đồ cơ sở dữ liệu", "Database schema") as step:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        try:
            executor = MigrationExecutor(connection)
        except NodeNotFoundError as error:
            raise _TOO_OLD from error
        if _stopped_between(executor.loader):
            raise _TOO_OLD
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            step.note(f"{len(plan)}")
            call_command("migrate", interactive=False, verbosity=0)
        try:
            ensure_roles(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise _missing_power(error) from error


def _stopped_between(loader: MigrationLoader) -> bool:
    """Say whether a room's tables are from amid steps that are one now.

    Django complains only where another room names one of those steps; else it leaves the room out.
    """
    return any(
        step not in loader.graph.nodes and not loader.disk_migrations.keys() >= set(one.replaces)
        for step, one in loader.replacements.items()
    )


def _index_words() -> None:
    from motcua.procedures.actions import index_missing  # noqa: PLC0415 - needs Django

    with progress.step("Từ để tìm thủ tục", "Words to find procedures by"):
        index_missing()


# Steps are folded into one before a release; what stopped between them is not on the way any more.
_TOO_OLD = Refused(
    "Nút này được lập từ một bản phát triển trước, lược đồ dừng giữa các bước nay đã gộp làm một. "
    "Không có gì bị thay đổi; hãy chạy tiếp bằng bản đã lập nó. Nút minh họa: make demo-reset.",
    "This node was made by an earlier state of development, its tables stopped between steps that "
    "are one now. Nothing was changed; run it with what made it. A demo: make demo-reset.",
)


def _missing_power(error: Exception) -> Refused:
    return Refused(
        "Tài khoản cơ sở dữ liệu thiếu quyền lập vai trò; hãy chạy: ALTER ROLE … CREATEROLE, "
        f"hoặc đặt DATABASE_OWNER_URL là tài khoản có quyền đó ({error}).",
        "The database account may not make roles; run: ALTER ROLE … CREATEROLE, or set "
        f"DATABASE_OWNER_URL to an account that may ({error}).",
    )


def _collect_static() -> None:
    from django.conf import settings  # noqa: PLC0415 - needs Django
    from django.core.management import call_command  # noqa: PLC0415

    root = Path(settings.STATIC_ROOT)
    home = Home(env.data_folder())
    state = hashlib.sha256("\n".join(_static_state()).encode()).hexdigest()
    if home.read("static").get("state") == state and root.is_dir():
        return
    with progress.step("Tệp tĩnh", "Static files"):
        # What pages of the release before name stays: they are open in browsers, and its processes
        # may still serve.
        call_command("collectstatic", interactive=False, verbosity=0)
        _forget_static(root)
        home.write("static", {"state": state})


def _forget_static(root: Path) -> None:
    """Delete files that were put there a month ago and that this release does not name."""
    from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: PLC0415 - Django

    named = getattr(staticfiles_storage, "hashed_files", {})
    wanted = {*named, *named.values(), _MANIFEST}
    before = time.time() - _SECONDS_OF_OLD_PAGES
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        is_wanted = name.removesuffix(".gz").removesuffix(".br") in wanted
        if path.is_file() and not is_wanted and path.stat().st_mtime < before:
            path.unlink()


def _static_state() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 - needs Django

    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            yield f"{name} {state.st_size} {state.st_mtime_ns}"


if __name__ == "__main__":
    sys.exit(prepare())
