"""The application's database role can do its work, and cannot undo what it did."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.roles import APP, READ, ensure_roles

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@contextmanager
def role(name):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.fixture(autouse=True)
def _roles():
    ensure_roles(connection)
    ensure_roles(connection)


def refused(name, statement):
    with pytest.raises(DatabaseError, match="permission denied"), role(name) as cursor:
        cursor.execute(statement)
    return True


def test_the_application_adds_audit_rows():
    with role(APP):
        assert audit.record(actor=SYSTEM, action="t.d", subject=("t", "1"), agency_id=0, now=NOW)


@pytest.mark.parametrize("table", ["kernel_auditrow", "kernel_auditleaf"])
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET digest = ''", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"]
)
def test_the_application_cannot_change_the_audit_log(table, verb):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        role(APP) as cursor,
    ):
        cursor.execute(verb.format(table))


@pytest.mark.parametrize(
    "table",
    [
        *("dossiers_transition", "signatures_signeddocument", "receipts_receipt"),
        *("payments_ledgertransaction", "payments_ledgerentry", "payments_dayclosing"),
        *("notifications_wording", "notifications_publication", "notifications_deliveryreport"),
    ],
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_application_cannot_rewrite_what_happened_and_what_was_signed(table, verb):
    assert refused(APP, verb.format(table))


def test_the_application_cannot_change_whom_this_node_believes():
    assert refused(APP, "UPDATE signatures_trustanchor SET believed_to = NULL")


def test_the_application_cannot_switch_the_guards_off():
    for statement in (
        "ALTER TABLE kernel_auditrow DISABLE TRIGGER USER",
        "DROP TRIGGER append_only ON kernel_auditrow",
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
    ):
        with (
            pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
            role(APP) as cursor,
        ):
            cursor.execute(statement)


def test_the_application_makes_no_tables_and_no_migrations():
    assert refused(APP, "CREATE TABLE mine (x int)")
    assert refused(APP, "DELETE FROM django_migrations")


def test_a_table_made_later_is_granted_at_once():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made_later (id bigint GENERATED ALWAYS AS IDENTITY, x int)")
    with role(APP) as cursor:
        cursor.execute("INSERT INTO made_later (x) VALUES (1) RETURNING id")
        cursor.execute("UPDATE made_later SET x = 2")
        cursor.execute("DELETE FROM made_later")
    with role(READ) as cursor:
        cursor.execute("SELECT * FROM made_later")
    assert refused(READ, "INSERT INTO made_later (x) VALUES (1)")


def test_readers_see_acts_but_no_secrets():
    account = get_user_model().objects
    with role(READ) as cursor:
        cursor.execute("SELECT * FROM kernel_auditrow")
        assert not account.values_list("id").exists()
    for secret in ("django_session", "kernel_requestkey", "kernel_cache"):
        assert refused(READ, f"TABLE {secret}")
    with pytest.raises(DatabaseError, match="permission denied"), role(READ):
        list(account.values_list("password"))


def test_nobody_waits_for_ever():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT r.rolname, s.setconfig FROM pg_db_role_setting s
            JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase
            WHERE d.datname = current_database()"""
        )
        limits = {name: dict(item.split("=") for item in config) for name, config in cursor}
    assert limits[APP] == {
        "statement_timeout": "30s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    }
    assert limits[READ]["default_transaction_read_only"] == "on"
