"""Checks of what is in the database: roles, migrations, waiting work, the worker's pulse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from motcua.cli.doctor.findings import Finding, bad, ok, warn
from motcua.cli.doctor.server import value
from motcua.kernel import clock
from motcua.kernel.outbox import backlog

if TYPE_CHECKING:
    from collections.abc import Iterator

_PULSE_SECONDS = 60
_WAITING_SECONDS = 300
_PULSE = (
    "SELECT coalesce(extract(epoch FROM now() - max(last_heartbeat))::int, -1)"
    " FROM procrastinate_workers"
)


def migrations() -> Iterator[Finding]:
    """Compare the schema with this release's."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not waiting:
        yield ok("schema.migrations", "Lược đồ đúng bản này", "The schema is this release's")
        return
    yield bad(
        "schema.migrations",
        (f"Còn {waiting} bước nâng cấp", f"{waiting} migrations are waiting"),
        ("Chạy `motcua manage migrate`.", "Run `motcua manage migrate`."),
    )


def roles() -> Iterator[Finding]:
    """Try what the application's role could do to the audit log: nothing but add."""
    role = value("SELECT current_user")
    if value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "True":
        yield bad(
            "roles.superuser",
            (f"Ứng dụng chạy với siêu người dùng {role}", f"The application is superuser {role}"),
            (
                "Đặt DATABASE_URL là vai trò ứng dụng, DATABASE_OWNER_URL là chủ sở hữu.",
                "Let DATABASE_URL be the application's role and DATABASE_OWNER_URL the owner's.",
            ),
        )
        return
    writable = [table for table in _append_only_tables() if _may_change(table)]
    if not writable:
        yield ok(
            "roles.audit",
            f"Vai trò {role} chỉ thêm được vào nhật ký kiểm toán",
            f"The role {role} can only add to the audit log",
        )
        return
    names = ", ".join(writable)
    yield bad(
        "roles.audit",
        (f"Vai trò {role} sửa được {names}", f"The role {role} can change {names}"),
        (
            "Đặt DATABASE_URL là vai trò motcua_app; bộ giám sát cấp lại quyền khi khởi động.",
            "Let DATABASE_URL be the role motcua_app; a start grants again.",
        ),
    )


def _append_only_tables() -> Iterator[str]:
    for model in apps.get_models():
        if getattr(model, "append_only", False):
            yield model._meta.db_table  # noqa: SLF001 - Django's public name


def _may_change(table: str) -> bool:
    query = "SELECT has_table_privilege(%s, 'UPDATE, DELETE, TRUNCATE')"
    return value(query, table) == "True"


def worker() -> Iterator[Finding]:
    """Feel the worker's pulse and count what waits for it."""
    age = int(value(_PULSE))
    if 0 <= age <= _PULSE_SECONDS:
        yield ok("worker.pulse", f"Tiến trình nền báo {age} giây trước", f"Worker, {age} s ago")
    else:
        yield warn(
            "worker.pulse",
            ("Không có tiến trình nền nào đang chạy", "No worker is running"),
            ("Chạy `motcua serve` hoặc `motcua worker`.", "Run `motcua serve` or `motcua worker`."),
        )
    waiting = backlog()
    age = int((clock.now() - waiting.oldest).total_seconds()) if waiting.oldest else 0
    text = (
        f"{waiting.waiting} sự kiện chờ, lâu nhất {age} giây; {waiting.dead} bị bỏ lại",
        f"{waiting.waiting} events wait, the oldest {age} s; {waiting.dead} were given up",
    )
    if age <= _WAITING_SECONDS and not waiting.dead:
        yield ok("worker.backlog", *text)
    else:
        yield bad(
            "worker.backlog",
            text,
            ("Xem nhật ký của tiến trình nền.", "Look into the worker's log."),
        )
