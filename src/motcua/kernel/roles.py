"""Database roles: what the application and the readers may do, granted anew after each migration.

The owner migrates. `motcua_app` serves pages and jobs: it reads and writes rows, adds to
append-only tables and never changes those, and owns nothing. `motcua_read` reads, without secrets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from psycopg.sql import SQL, Identifier, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model
    from psycopg import Connection
    from psycopg.sql import Composed

APP, READ = "motcua_app", "motcua_read"
_LOCK = 7811104
# How long one statement, one wait for a lock, and one idle transaction may last.
_LIMITS = {
    APP: {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    READ: {
        "statement_timeout": "60s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "60s",
        "default_transaction_read_only": "on",
    },
}
_SECRET_TABLES = frozenset(
    {
        "django_session",
        "kernel_cache",
        "kernel_requestkey",
        "kernel_ratewindow",
        "mfa_authenticator",
    }
)
_SECRET_COLUMNS = frozenset({"password"})
_NOT_THE_APPLICATIONS = frozenset({"django_migrations"})


def ensure_roles(connection: BaseDatabaseWrapper) -> None:
    """Make the two roles when missing and grant them what they may do, over the owner's connection.

    Idempotent; in one transaction. Tables made later by the same owner are covered by default
    privileges. Models say `append_only = True` to be protected from change and deletion, and
    `never_updated = True` to be protected from change alone. Raises
    `psycopg.errors.InsufficientPrivilege` when the owner may neither make nor alter the roles.
    """
    connection.ensure_connection()
    raw: Connection[tuple[object, ...]] = connection.connection
    with raw.transaction():
        raw.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        _make_missing(raw)
        tables = {
            str(row[0])
            for row in raw.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        }
        models = [model for model in apps.get_models() if model._meta.db_table in tables]  # noqa: SLF001 - Django's public name
        for statement in (*_general(), *_limits(raw), *_protection(models, tables)):
            raw.execute(statement)


def _make_missing(raw: Connection[tuple[object, ...]]) -> None:
    there = {row[0] for row in raw.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role in (APP, READ):
        if role not in there:
            # Roles belong to the whole server: another database's set-up may be faster.
            raw.execute(
                SQL(
                    "DO $$ BEGIN CREATE ROLE {} LOGIN; "
                    "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
                ).format(Identifier(role))
            )


def _general() -> Iterator[Composed]:
    rights = {APP: "SELECT, INSERT, UPDATE, DELETE", READ: "SELECT"}
    for role, on_tables in rights.items():
        name, verbs = Identifier(role), SQL(on_tables)
        yield SQL("GRANT USAGE ON SCHEMA public TO {}").format(name)
        yield SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(verbs, name)
        yield SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {} ON TABLES TO {}").format(
            verbs, name
        )
    app = Identifier(APP)
    yield SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(app)
    yield SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}"
    ).format(app)


def _limits(raw: Connection[tuple[object, ...]]) -> Iterator[Composed]:
    row = raw.execute("SELECT current_database()").fetchone()
    assert row is not None
    for role, settings in _LIMITS.items():
        for name, value in settings.items():
            yield SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}").format(
                Identifier(role), Identifier(str(row[0])), Identifier(name), Literal(value)
            )


def _protection(models: Iterable[type[Model]], tables: set[str]) -> Iterator[Composed]:
    app, read = Identifier(APP), Identifier(READ)
    kept = {model._meta.db_table for model in models if getattr(model, "append_only", False)}  # noqa: SLF001 - Django's public name
    fixed = {model._meta.db_table for model in models if getattr(model, "never_updated", False)}  # noqa: SLF001 - Django's public name
    for table in sorted(fixed):
        yield SQL("REVOKE UPDATE ON {} FROM {}").format(Identifier(table), app)
    for table in sorted(kept):
        yield SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(Identifier(table), app)
    for table in sorted(_NOT_THE_APPLICATIONS & tables):
        yield SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(Identifier(table), app)
    for table in sorted(_SECRET_TABLES & tables):
        yield SQL("REVOKE ALL ON {} FROM {}").format(Identifier(table), read)
    for model in models:
        yield from _without_secret_columns(model)


def _without_secret_columns(model: type[Model]) -> Iterator[Composed]:
    columns = [field.column for field in model._meta.concrete_fields if field.column]  # noqa: SLF001 - Django's public name
    shown = [Identifier(column) for column in columns if column not in _SECRET_COLUMNS]
    if len(shown) < len(columns):
        table, read = Identifier(model._meta.db_table), Identifier(READ)  # noqa: SLF001 - Django's public name
        yield SQL("REVOKE ALL ON {} FROM {}").format(table, read)
        yield SQL("GRANT SELECT ({}) ON {} TO {}").format(SQL(", ").join(shown), table, read)
