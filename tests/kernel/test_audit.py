"""An audit row: written with the act, digested by the database, never changed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.models import AuditRow

NOW = datetime(2026, 11, 20, 8, 30, 0, 123456, tzinfo=UTC)
CLERK = Actor(kind="official", account_id=3, official_id=9)

pytestmark = pytest.mark.django_db


def record(**changes):
    act = {
        "actor": CLERK,
        "action": "dossiers.accepted",
        "subject": ("dossier", "0d9f"),
        "agency_id": 26,
        "now": NOW,
        "dossier_id": 12,
        "purpose": "handling",
        "data": {"slip": "01", "number": 7},
    }
    return AuditRow.objects.get(pk=audit.record(**{**act, **changes}))


def test_a_row_says_who_did_what_to_which_subject():
    row = record()
    assert (row.actor_kind, row.account_id, row.official_id, row.person_id) == (
        "official",
        3,
        9,
        None,
    )
    assert (row.action, row.subject_kind, row.subject_id) == (
        "dossiers.accepted",
        "dossier",
        "0d9f",
    )
    assert (row.at, row.agency_id, row.dossier_id) == (NOW, 26, 12)
    assert row.data == {"slip": "01", "number": 7}


def test_the_digest_can_be_computed_outside_the_database():
    row = record()
    columns = [
        "motcua.audit.v1",
        row.pk,
        round(NOW.timestamp() * 1_000_000),
        26,
        "official",
        3,
        None,
        9,
        "dossiers.accepted",
        "dossier",
        "0d9f",
        12,
        "handling",
        {"slip": "01", "number": 7},
        str(row.tx),
    ]
    # PostgreSQL writes jsonb with ", " and ": ", as json.dumps does, and shorter keys first.
    canonical = json.dumps(columns, ensure_ascii=False)
    assert bytes(row.digest) == hashlib.sha256(canonical.encode()).digest()


def test_a_row_that_sql_inserts_is_digested_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_auditrow (at, agency_id, actor_kind, action, subject_kind, "
            "subject_id, digest, tx) VALUES (now(), 1, 'system', 'a.b', 'x', '1', '', '5') "
            "RETURNING digest = audit_digest_v1(kernel_auditrow), tx = pg_current_xact_id()"
        )
        assert cursor.fetchone() == (True, True)


def test_a_row_lives_and_dies_with_its_transaction():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize(
    "personal",
    [
        {"name": "Nguyễn Văn An"},
        {"note": "two words"},
        {"number": "001099000017"},
        {"old": "012345678"},
        {"phone": "0912345678"},
        {"phone": "+84.912.345.678"},
        {"mail": "an@example.vn"},
        {"nested": [{"deep": "an@example.vn"}]},
        {"an@example.vn": 1},
        {"float": 1.5},
    ],
)
def test_personal_data_is_kept_out(personal):
    with pytest.raises(ValueError, match="data") as refusal:
        record(data=personal)
    assert not any(str(value) in str(refusal.value) for value in personal.values())


@pytest.mark.parametrize(
    "codes",
    [
        {"code": "000.00.10.H12-190705-0001", "procedure": "1.001193"},
        {"at": NOW, "day": NOW.date(), "hash": b"\x01\xff", "many": [1, True, None]},
        {"id": "7b0f8a1e-0a55-4e0e-9c58-3f62f41f6a10"},
    ],
)
def test_codes_hashes_and_times_are_kept(codes):
    assert record(data=codes).data.keys() == codes.keys()


def test_the_node_itself_has_a_log_of_its_own():
    row = record(actor=SYSTEM, agency_id=audit.NODE)
    assert (row.agency_id, row.actor_kind, row.account_id) == (0, "system", None)


@pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_row(statement):
    record()
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(statement.format("kernel_auditrow"))


def test_our_own_code_cannot_change_a_row():
    row = record()
    for change in (
        row.save,
        row.delete,
        AuditRow.objects.all().delete,
        lambda: AuditRow.objects.update(action="x"),
        lambda: AuditRow.objects.bulk_update([row], ["action"]),
    ):
        with pytest.raises(AppendOnlyViolated):
            change()
