"""Proving what is published: what is kept of it, what it leaves behind, and what it finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings

from motcua.agencies.models import Posting
from motcua.cli.main import main
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.procedures.base.loading import content_of, pack_folders, pack_from, read_pack
from motcua.proving.actions import Terms, prove, rehearse
from motcua.proving.base.reading import bare, words_of
from motcua.proving.errors import NotToBeProved
from motcua.proving.models import Proof
from motcua.proving.queries import last_proof, never_proved
from motcua.proving.tasks import prove_new
from motcua.signatures.models import SigningKey
from motcua.ui.paper import render_pdf
from tests.cast import BIRTH, BUSINESS, NOW, RESIDENCE

pytestmark = pytest.mark.django_db
ONLINE = Terms(("online",))


def rows():
    """Count the rows of every table that a filing could touch."""
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model._meta.app_label not in {"proving", "procrastinate"}
        and model is not AuditRow
        and not model.__module__.startswith("tests.")  # of other tests, with tables of their own
    }


def files():
    folder = Path(settings.DATA)
    return {path for path in folder.rglob("*") if path.is_file() and "log" not in path.name}


@pytest.fixture
def world(world):
    """Give the ward its key."""
    world.give_a_key()
    return world


def test_a_proof_says_what_was_tried_and_leaves_nothing_behind(world):
    before, kept, audited = rows(), files(), AuditRow.objects.count()
    proof = prove(actor=SYSTEM, code=BIRTH, agency_code="H26.101", now=NOW)
    assert proof.holds
    assert {"branch", "filed", "receipt", "step", "result", "refused", "print", "item"} <= set(
        proof.tried
    )
    assert proof.tried["refused"] > proof.tried["filed"] > proof.tried["result"]
    assert rows() == before
    assert files() <= kept  # what an earlier test left without a row may go with it
    assert AuditRow.objects.count() == audited + 1


def test_a_filing_after_a_proof_has_the_first_number_of_the_day(world):
    prove(actor=SYSTEM, code=BIRTH, agency_code="H26.101", now=NOW)
    assert world.file().code == "H26.101-261120-0001"


def test_the_last_proof_of_an_offering_is_its_own(world):
    prove(actor=SYSTEM, code=BUSINESS, now=NOW)
    own = prove(actor=SYSTEM, code=BUSINESS, agency_code="H26.101", now=NOW)
    prove(actor=SYSTEM, code=BUSINESS, now=NOW)
    assert last_proof(own.version_id, world.ward.pk) == own
    assert last_proof(own.version_id, world.other_ward.pk).agency_id is None


def test_a_fee_is_paid_before_receipt(world):
    proof = prove(actor=SYSTEM, code=BUSINESS, agency_code="H26.101", now=NOW)
    assert proof.tried["payment"] == proof.tried["receipt"] > proof.tried["result"] > 0


def test_what_nobody_proved_is_proved_at_night_and_only_once(world):
    with time_machine.travel(NOW):
        assert sorted(never_proved(NOW.date())) == [
            (BIRTH, "H26.101"),
            (BUSINESS, "H26.101"),
            (RESIDENCE, "H26.101"),
        ]
        prove_new()
        assert never_proved(NOW.date()) == []
    assert Proof.objects.filter(holds=True).count() == 3


def test_an_agency_without_people_or_a_key_is_not_ready(world):
    Posting.objects.filter(role="head", unit__agency=world.ward).delete()
    SigningKey.objects.filter(agency=world.ward).update(revoked_at=NOW)
    proof = prove(actor=SYSTEM, code=BIRTH, agency_code="H26.101", now=NOW)
    assert [failure["where"] for failure in proof.failures] == ["agency.head", "agency.key"]
    assert "Trưởng phòng" in proof.failures[0]["vi"]


def test_only_the_agencys_administrator_has_its_offering_proved(world):
    with pytest.raises(NotAllowed):
        prove(actor=world.actor("leader"), code=BIRTH, agency_code="H26.101", now=NOW)
    with pytest.raises(NotAllowed):
        prove(actor=world.actor("administrator"), code=BIRTH, now=NOW)
    assert prove(
        actor=world.actor("administrator"), code=BIRTH, agency_code="H26.101", now=NOW
    ).holds


def test_what_nobody_offers_or_published_cannot_be_proved(world):
    for code, agency in ((BIRTH, "H26.102"), ("9.999999", "")):
        with pytest.raises(NotToBeProved):
            prove(actor=SYSTEM, code=code, agency_code=agency, now=NOW)
    assert not Proof.objects.exists()


@pytest.fixture
def changed(places):
    """Rehearse a shipped pack with something changed in it; give what failed, by place."""
    (folder,) = (folder for folder in pack_folders() if folder.name == BUSINESS)

    def rehearsed(change, terms=ONLINE):
        content = content_of(read_pack(folder))
        change(content)
        outcome = rehearse(pack_from(content), terms, now=NOW)
        assert not outcome.holds
        return {failure.where: failure.words["en"] for failure in outcome.failures}

    return rehearsed


def test_a_way_of_filing_without_a_time_limit_is_named(changed):
    def drop(content):
        content["channels"][0] |= {"limits": [], "limit_unclear": True}

    said = changed(drop)["channels.online"]
    assert said.startswith("The time limit of this way of filing is unclear")


def test_a_way_that_is_not_taken_is_named(changed):
    assert changed(dict, Terms(())) == {"channels": "There is no way of filing."}


def test_a_template_that_cannot_be_set_is_named(changed):
    failed = changed(lambda content: content["result"].update(template="#let x = "))
    assert "online" in next(iter(failed))


def test_an_item_of_the_statutory_form_that_no_print_carries_is_named(changed):
    def uncite(content):
        asked = (q for page in content["form"]["pages"] for q in page["questions"])
        next(q for q in asked if q["key"] == "owner_sex").pop("items")

    assert changed(uncite)["print.gdn-hkd#c"].startswith("The print lacks item c of the form")


def test_paper_is_read_back_as_it_was_written():
    answer = "Đường Nguyễn Thị Minh Khai, số 123/45 – “Nhà mẫu” " * 12
    page = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: "Liberation Serif", lang: "vi")
#set par(justify: true)
#data.text"""
    assert words_of(render_pdf(page, {"text": answer}, at=NOW)) == bare(answer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("in_test_database")
def test_the_command_tells_people_and_machines(world):
    run = CliRunner().invoke
    told = run(main, ["--language", "en", "procedures", "prove", BUSINESS, "--agency", "H26.101"])
    assert told.exit_code == 0
    assert f"✓ {BUSINESS} H26.101: " in told.stdout
    assert "1 holds, 0 fail." in told.stdout
    told = run(main, ["procedures", "prove", BUSINESS, "--json"])
    document = json.loads(told.stdout)
    assert (document["proved"], document["failed"]) == (1, 0)
    assert document["proofs"][0]["tried"]["result"] >= 1
    told = run(main, ["--language", "en", "procedures", "prove", "9.999999"])
    assert told.exit_code == 1
    assert "Procedure 9.999999 is not published" in told.stderr
