"""The audit log shows tampering, even by one who rules the database."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from motcua.kernel import audit, keys, merkle
from motcua.kernel.actors import SYSTEM
from motcua.kernel.audit import heads, proofs
from motcua.kernel.audit.sealer import run_forever, seal, seal_all
from motcua.kernel.audit.verifying import verify
from motcua.kernel.errors import NotFound
from motcua.kernel.models import AuditCursor, AuditLeaf, AuditLog, AuditRow
from tests.sealing import LONGEST, seal_everything, until

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(LONGEST + 300)]


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    """Give the node a data folder of its own."""
    settings.DATA = tmp_path
    keys.forget()
    keys.make_keys(tmp_path / "keys")
    yield tmp_path
    keys.forget()


def act(agency_id=26, action="t.done"):
    return audit.record(
        actor=SYSTEM, action=action, subject=("t", "1"), agency_id=agency_id, now=NOW
    )


@pytest.fixture
def rows():
    """Give ten sealed rows of one agency, and three of another, with heads after five and ten."""
    numbers = [act() for _ in range(5)]
    [act(agency_id=7) for _ in range(3)]
    seal_everything(NOW)
    heads.export(now=NOW)
    numbers += [act() for _ in range(5)]
    seal_everything(NOW)
    heads.export(now=NOW + timedelta(minutes=1))
    return numbers


def as_superuser(*statements):
    """Change what nobody may change, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditrow DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE kernel_auditleaf DISABLE TRIGGER USER")
        for statement, *values in statements:
            cursor.execute(statement, values)
        cursor.execute("ALTER TABLE kernel_auditrow ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE kernel_auditleaf ENABLE TRIGGER USER")


def first_problem():
    report = verify()
    assert not report.is_sound
    problem = report.problems[0]
    return problem.kind, problem.agency, problem.position, problem.row


def test_an_untouched_log_is_sound(rows):
    report = verify()
    assert report.is_sound
    assert [(each.agency, each.size, each.heads) for each in report.agencies] == [
        (7, 3, 1),
        (26, 10, 2),
    ]
    assert report.unsealed == 0


def test_the_root_is_that_of_the_rows_in_order(rows):
    digests = AuditRow.objects.filter(agency_id=26).order_by("id").values_list("digest", flat=True)
    leaves = [merkle.leaf_hash(bytes(digest)) for digest in digests]
    assert bytes(AuditLog.objects.get(pk=26).root) == merkle.root(leaves)


def test_sealing_twice_adds_nothing(rows):
    assert seal(now=NOW) == 0
    assert AuditLeaf.objects.count() == 13


def test_small_batches_give_the_same_log(rows):
    before = bytes(AuditLog.objects.get(pk=26).root)
    as_superuser(("TRUNCATE kernel_auditleaf, kernel_auditlog, kernel_auditcursor",))
    AuditCursor.objects.create(id=1, cluster=_cluster(), tx=0, row_id=0)
    while AuditLeaf.objects.count() < 13:
        assert seal(now=NOW, limit=3) <= 3
    assert bytes(AuditLog.objects.get(pk=26).root) == before


def _cluster():
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        return cursor.fetchone()[0]


def test_a_row_that_commits_late_is_sealed_after_it_commits():
    started, commit = threading.Event(), threading.Event()

    def slow():
        with transaction.atomic():
            act(action="t.slow")
            started.set()
            commit.wait(60)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    started.wait(60)
    act(action="t.quick")
    assert seal_all(now=NOW) == 0
    commit.set()
    thread.join()
    assert seal_everything(NOW) == 2
    order = AuditLeaf.objects.order_by("position").values_list("row_id", flat=True)
    actions = [AuditRow.objects.get(pk=number).action for number in order]
    assert actions == ["t.slow", "t.quick"]


def test_of_two_sealers_one_waits_for_its_turn(rows):
    act()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7811102)")
        results = []
        thread = threading.Thread(
            target=lambda: (results.append(seal(now=NOW)), connections.close_all())
        )
        thread.start()
        thread.join()
    assert results == [0]
    assert seal_everything(NOW) == 1


def test_after_a_restore_into_another_server_the_log_goes_on(rows):
    late = act()
    # A restored row carries the number of a transaction of the former server, far ahead.
    as_superuser(
        ("UPDATE kernel_auditrow SET tx = '900000000000'",),
        ("UPDATE kernel_auditrow SET digest = audit_digest_v1(kernel_auditrow)",),
        (
            """UPDATE kernel_auditleaf leaf SET digest = r.digest
            FROM kernel_auditrow r WHERE r.id = leaf.row_id""",
        ),
        ("UPDATE kernel_auditcursor SET cluster = 'former', tx = '900000000000'",),
    )
    assert seal_everything(NOW) == 1
    assert AuditLeaf.objects.get(row_id=late).position == 10
    act()
    assert seal_everything(NOW) == 1
    assert AuditLog.objects.get(pk=26).size == 12


def test_a_changed_row_is_named(rows):
    as_superuser(("UPDATE kernel_auditrow SET action = 'x' WHERE id = %s", rows[3]))
    assert first_problem() == ("row_changed", 26, 3, rows[3])


def test_a_changed_row_with_its_digest_put_right_is_named(rows):
    as_superuser(
        ("UPDATE kernel_auditrow SET action = 'x' WHERE id = %s", rows[3]),
        ("UPDATE kernel_auditrow SET digest = audit_digest_v1(kernel_auditrow)",),
    )
    assert first_problem() == ("row_changed", 26, 3, rows[3])


def test_a_deleted_row_is_named(rows):
    as_superuser(("DELETE FROM kernel_auditrow WHERE id = %s", rows[6]))
    assert first_problem() == ("row_deleted", 26, 6, rows[6])


def test_a_row_deleted_with_its_leaf_is_placed(rows):
    as_superuser(
        ("DELETE FROM kernel_auditrow WHERE id = %s", rows[6]),
        ("DELETE FROM kernel_auditleaf WHERE row_id = %s", rows[6]),
    )
    assert first_problem() == ("leaf_missing", 26, 6, None)


def test_rows_in_another_order_are_named(rows):
    as_superuser(
        ("UPDATE kernel_auditleaf SET position = -1 WHERE agency_id = 26 AND position = 2",),
        ("UPDATE kernel_auditleaf SET position = 2 WHERE agency_id = 26 AND position = 3",),
        ("UPDATE kernel_auditleaf SET position = 3 WHERE agency_id = 26 AND position = -1",),
    )
    assert first_problem() == ("reordered", 26, 3, rows[2])


def test_a_cut_tail_is_told_by_the_heads_outside(rows):
    cut = rows[7:]
    as_superuser(
        ("DELETE FROM kernel_auditrow WHERE id = ANY(%s)", cut),
        ("DELETE FROM kernel_auditleaf WHERE row_id = ANY(%s)", cut),
        ("UPDATE kernel_auditlog SET size = 7 WHERE agency_id = 26",),
    )
    assert first_problem() == ("tail_cut", 26, 7, None)


def test_a_truncated_log_is_told_by_the_heads_outside(rows):
    as_superuser(
        ("TRUNCATE kernel_auditrow, kernel_auditleaf, kernel_auditlog, kernel_auditcursor",)
    )
    assert first_problem() == ("tail_cut", 7, 0, None)


def test_a_log_made_anew_throughout_is_told_by_the_heads_outside(rows):
    as_superuser(
        ("UPDATE kernel_auditrow SET action = 'x' WHERE id = %s", rows[6]),
        ("UPDATE kernel_auditrow SET digest = audit_digest_v1(kernel_auditrow)",),
        ("TRUNCATE kernel_auditleaf, kernel_auditlog, kernel_auditcursor",),
    )
    seal_everything(NOW)
    # Between the last head that agrees (5 rows) and the first that does not (10 rows).
    assert first_problem() == ("head_mismatch", 26, 5, None)


def test_a_row_put_in_behind_the_sealer_is_named(rows):
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(tx::text) FROM kernel_auditrow")
        old = cursor.fetchone()[0]
    smuggled = act()
    as_superuser(("UPDATE kernel_auditrow SET tx = %s::xid8 WHERE id = %s", old, smuggled))
    assert seal_all(now=NOW) == 0
    assert first_problem() == ("row_smuggled", 26, None, smuggled)


def test_a_changed_root_is_told(rows):
    as_superuser((r"UPDATE kernel_auditlog SET root = '\x00' WHERE agency_id = 7",))
    assert first_problem()[:2] == ("root_changed", 7)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace('"size":5', '"size":6'), "signature"),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "chain"),
        (lambda text: text.replace("{", "", 1), "malformed"),
        (lambda text: text + "{}\n", "malformed"),
    ],
)
def test_a_changed_file_of_heads_is_told(rows, data, change, reason):
    (path,) = (data / "tree-heads").glob("*.jsonl")
    path.write_text(change(path.read_text()))
    details = [p.detail for p in verify().problems if p.kind == "head_bad"]
    assert any(detail.endswith(reason) for detail in details)


def test_heads_that_vanished_are_told(rows, data):
    for path in (data / "tree-heads").glob("*.jsonl"):
        path.unlink()
    assert {problem.kind for problem in verify().problems} == {"heads_missing"}


def test_heads_kept_elsewhere_are_used_when_named(rows, data, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "heads"
    (data / "tree-heads").rename(elsewhere)
    assert verify(elsewhere).is_sound


def test_a_line_half_written_by_a_crash_is_cut_off(rows, data):
    (path,) = (data / "tree-heads").glob("*.jsonl")
    with path.open("a") as handle:
        handle.write('{"agency":26,"si')
    act()
    seal_everything(NOW)
    heads.export(now=NOW + timedelta(minutes=2))
    report = verify()
    assert report.is_sound
    assert report.agencies[1].heads == 3


def test_a_head_is_written_only_for_a_log_that_grew(rows, data):
    assert heads.export(now=NOW + timedelta(hours=1)) == 0
    act(agency_id=7)
    seal_everything(NOW)
    assert heads.export(now=NOW + timedelta(hours=2)) == 1


def test_a_row_has_a_compact_proof_against_a_head(rows):
    proof = proofs.inclusion(rows[8], size=10)
    head = [line for line in heads.read(heads.folder()) if line.agency == 26][-1]
    assert (proof.holds(), proof.root.hex(), proof.position) == (True, head.root, 8)
    assert len(proof.path) <= 4
    with pytest.raises(NotFound):
        proofs.inclusion(rows[8], size=5)


def test_two_heads_have_a_proof_of_growth(rows):
    old, new = (line for line in heads.read(heads.folder()) if line.agency == 26)
    path = proofs.consistency(26, old_size=old.size, size=new.size)
    roots = bytes.fromhex(old.root), bytes.fromhex(new.root)
    assert merkle.verify_consistency(old.size, new.size, *roots, path)
    with pytest.raises(NotFound):
        proofs.consistency(26, old_size=5, size=11)


def test_the_sealer_runs_until_told_to_stop():
    act()
    stop = threading.Event()
    thread = threading.Thread(target=run_forever, args=(stop,))
    thread.start()
    until(lambda: AuditLog.objects.filter(exported_size=1).exists())
    stop.set()
    thread.join(60)
    assert not thread.is_alive()
    assert verify().agencies[0].heads == 1


def test_a_full_disk_for_heads_does_not_stop_the_sealing(data):
    (data / "tree-heads").write_text("in the way")
    act()
    stop = threading.Event()
    thread = threading.Thread(target=run_forever, args=(stop,))
    thread.start()
    until(AuditLog.objects.exists)
    stop.set()
    thread.join(60)
    assert AuditLog.objects.get().exported_size == 0
