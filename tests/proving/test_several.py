"""Proving many: one stage for several, going on where a run was ended, two runs at once."""

from __future__ import annotations

import json
from contextlib import contextmanager
from threading import Timer

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection

from motcua.agencies.models import Posting
from motcua.cli.main import main
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.procedures.base.loading import content_of, pack_folders, pack_from, read_pack
from motcua.proving.actions import Terms, ending, prove_some
from motcua.proving.actions.ending import alone
from motcua.proving.actions.stage import set_stage
from motcua.proving.actions.trial import rehearse_on
from motcua.proving.base.outcomes import kinds_of
from motcua.proving.errors import TrialRunning
from motcua.proving.models import Proof
from tests.cast import BIRTH, BUSINESS, NOW, RESIDENCE
from tests.proving.test_proving import files, rows

pytestmark = pytest.mark.django_db
WARD = "H26.101"
ALL = [(BIRTH, WARD), (BUSINESS, WARD), (RESIDENCE, WARD)]


@pytest.fixture
def world(world):
    """Give the ward its key."""
    world.give_a_key()
    return world


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@contextmanager
def somebody_elses_trial():
    """Hold what a trial in another process holds."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (ending._LOCK,))
        yield other


def test_several_are_proved_one_after_the_other_and_leave_nothing_behind(world):
    before, kept, audited, allowed = rows(), files(), AuditRow.objects.count(), limit()
    proofs = prove_some(actor=SYSTEM, work=ALL, now=NOW)
    assert [key for key, proof in proofs.items() if proof and proof.holds] == ALL
    assert all(proof.tried["result"] for proof in proofs.values())
    assert (rows(), limit()) == (before, allowed)
    assert files() <= kept
    assert AuditRow.objects.count() == audited + 3


def test_what_holds_is_proved_again_only_where_that_is_asked(world):
    prove_some(actor=SYSTEM, work=ALL[:1], now=NOW)
    second = prove_some(actor=SYSTEM, work=ALL[:2], now=NOW)
    assert [proof is None for proof in second.values()] == [True, False]
    later = NOW.replace(hour=NOW.hour + 1)
    third = prove_some(actor=SYSTEM, work=ALL[:1], now=later, since=later)
    assert third[BIRTH, WARD] is not None
    fourth = prove_some(actor=SYSTEM, work=ALL[:1], now=later, since=later)
    assert fourth[BIRTH, WARD] is None  # another run, begun as this one, was here first
    assert Proof.objects.count() == 3


def test_a_procedure_that_breaks_does_no_harm_to_the_next(places):
    (folder,) = (folder for folder in pack_folders() if folder.name == BUSINESS)
    content = content_of(read_pack(folder))
    content["result"]["template"] = "#let x = "
    with alone():
        stage = set_stage(now=NOW)
        tried = [
            rehearse_on(stage, pack, Terms(("online",)), now=NOW)
            for pack in (pack_from(content), read_pack(folder))
        ]
    assert [outcome.holds for outcome in tried] == [False, True]


def test_a_run_waits_for_another_and_gives_up_in_a_sentence(world):
    allowed = limit()
    with (
        somebody_elses_trial(),
        pytest.raises(TrialRunning, match="Đang có lần chạy thử khác"),
    ):
        prove_some(actor=SYSTEM, work=ALL, now=NOW, patience=0.1)
    assert limit() == allowed
    assert not Proof.objects.exists()


def test_a_run_waits_for_another_longer_than_a_statement_may_take(world):
    with somebody_elses_trial() as other, connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'; SET LOCAL statement_timeout = '100ms'")
        ends = Timer(0.5, other.rollback)
        ends.start()
        with alone(30):
            assert limit() == "100ms"
        ends.join()
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("50ms",)


def test_failures_are_counted_by_what_failed_not_by_where_in_the_form():
    def failed(where, vi):
        return {"where": where, "vi": vi, "en": vi}

    kinds = kinds_of(
        [
            ("1.1", [failed("form.a", "Câu hỏi “A” nhận cả câu trả lời sai.")]),
            ("1.2", [failed("channels", "Không có cách nộp hồ sơ nào.")]),
            ("1.3", [failed("form.b", "Câu hỏi “B” nhận cả câu trả lời sai.")] * 2),
        ]
    )
    assert [(kind.procedures, kind.failure["where"]) for kind in kinds] == [
        (("1.1", "1.3"), "form.a"),
        (("1.2",), "channels"),
    ]


def run(*arguments):
    return CliRunner().invoke(main, ["--language", "en", "procedures", "prove", *arguments])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_test_database")
def test_a_run_after_one_that_was_ended_goes_on_with_the_rest(world):
    run(BIRTH, "--agency", WARD)
    told = run("--agency", WARD)
    assert told.exit_code == 0
    assert f"✓ {BUSINESS} {WARD}: " in told.stdout
    assert f"✓ {BIRTH} {WARD}: " not in told.stdout
    assert "2 hold, 0 fail.\n1 had been proved before; --again proves it again." in told.stdout
    document = json.loads(run("--agency", WARD, "--json").stdout)
    numbers = (document["proved"], document["failed"], document["before"], document["left"])
    assert numbers == (0, 0, 3, 0)
    assert json.loads(run("--agency", WARD, "--again", "--json").stdout)["proved"] == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_test_database")
def test_what_fails_is_told_where_it_is_and_summed_up_and_tried_again(world):
    Posting.objects.filter(role="head", unit__agency=world.ward).delete()
    for _again in range(2):
        told = run("--agency", WARD)
        assert told.exit_code == 1
        assert f"✗ {BIRTH} {WARD}\n      agency.head: Today nobody" in told.stdout
        assert "  3 procedures, such as " in told.stdout
        assert "0 hold, 3 fail." in told.stdout


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_test_database")
def test_a_code_that_the_agency_does_not_take_is_told_not_left_out(world):
    told = run(BIRTH, "9.999999", "--agency", WARD)
    assert told.exit_code == 1
    assert "Procedure 9.999999 is not published or not open there" in told.stderr
    assert not Proof.objects.exists()
