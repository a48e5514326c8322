"""Who checked does not approve: two people see what goes out, also while one of them is away."""

from __future__ import annotations

import pytest

from motcua.agencies.actions import appoint_official, post_official
from motcua.agencies.actions.absences import AbsenceTerms, set_absence
from motcua.agencies.actions.officials import OfficialFacts
from motcua.dossiers import actions
from motcua.dossiers.actions import documents
from motcua.dossiers.actions.document_signing import approve_document
from motcua.dossiers.errors import CheckedYourself
from motcua.dossiers.models import Document, Result
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue
from motcua.identity.actions import open_official_account
from motcua.identity.queries import actor_for
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from tests.cast import SINCE
from tests.desk.test_acts import drafted
from tests.documents.files import completed

pytestmark = pytest.mark.django_db


def another_leader(world):
    facts = OfficialFacts("deputy", "Phó Chủ tịch")
    official = appoint_official(
        actor=SYSTEM, agency=world.ward, facts=facts, now=world.now, valid_from=SINCE
    )
    role = {"unit": world.ward.units.get(code="LD"), "role": "leader", "valid_from": SINCE}
    post_official(actor=SYSTEM, official=official, now=world.now, **role)
    account = open_official_account(
        actor=SYSTEM, official=official, email="deputy@co-quan.example", now=world.now
    )
    world.accounts["deputy"] = account


def stands_in(world, away, delegate):
    today = civil_date(world.now)
    terms = AbsenceTerms(today, today, delegate=world.accounts[delegate].official)
    official = world.accounts[away].official
    set_absence(actor=world.actor(away), official=official, terms=terms, now=world.now)


def checked_by(world, name):
    """Give a dossier that somebody checked in the head's place, ready to be approved."""
    dossier = drafted(world, None)
    for who in ("specialist", name):
        by = {"actor": world.actor(who), "dossier_id": dossier.pk, "now": world.now}
        actions.complete_step(**by, note="Đủ điều kiện.")
    dossier.refresh_from_db()
    return dossier


def approve(world, name, dossier):
    return actions.approve_result(actor=world.actor(name), dossier_id=dossier.pk, now=world.now)


def test_who_checked_in_the_heads_place_does_not_approve_and_is_told_who_does(world):
    another_leader(world)
    stands_in(world, "head", "deputy")
    dossier = checked_by(world, "deputy")
    with pytest.raises(CheckedYourself) as refused:
        approve(world, "deputy", dossier)
    assert "Người duyệt được: Cán bộ leader." in refused.value.text
    assert Result.objects.get(dossier=dossier).approved_at is None
    assert approve(world, "leader", dossier).approved_at == world.now
    assert approve(world, "leader", dossier).number


def test_who_stands_in_for_the_leader_too_is_told_that_the_leader_is_away(world):
    another_leader(world)
    stands_in(world, "head", "deputy")
    stands_in(world, "leader", "deputy")
    dossier = checked_by(world, "deputy")
    with pytest.raises(CheckedYourself, match=r"Cán bộ leader \(đang vắng\)"):
        approve(world, "deputy", dossier)


def test_where_there_is_one_leader_only_he_answers_for_both(world):
    stands_in(world, "head", "leader")
    dossier = checked_by(world, "leader")
    assert approve(world, "leader", dossier).approved_at == world.now


def test_the_list_of_who_stands_in_says_for_whom(world):
    another_leader(world)
    stands_in(world, "head", "deputy")
    dossier = drafted(world, None)
    by = {"dossier_id": dossier.pk, "now": world.now}
    actions.complete_step(actor=world.actor("specialist"), **by, note="Đủ điều kiện.")
    for name, said in (("deputy", "Cán bộ head"), ("head", ""), ("leader", "")):
        shown = page(world.actor(name), Filters(Queue.UNIT), world.now, "vi").rows
        assert [(row.code, row.behalf) for row in shown] == [(dossier.code, said)]


def test_who_settled_a_document_does_not_sign_it_while_another_leader_can(world):
    another_leader(world)
    dossier = world.receive(world.file())
    by = {"actor": world.actor("leader"), "dossier_id": dossier.pk, "now": world.now}
    document = documents.begin_document(**by, template="giay-moi")
    more = {"document_id": document.public_id, "based_on": 1, "note": ""}
    version = documents.add_version(**by, **more, file=completed(document.versions.get()))
    settling = documents.Settling(version.public_id, "letter")
    documents.settle_document(**by, document_id=document.public_id, settling=settling)
    signing = {
        "dossier_id": dossier.pk,
        "document_id": document.public_id,
        "version_id": version.public_id,
        "now": world.now,
    }
    with pytest.raises(CheckedYourself, match="Người duyệt được: Phó Chủ tịch"):
        approve_document(actor=world.actor("leader"), **signing)
    assert Document.objects.get().approved_at is None
    deputy = actor_for(world.accounts["deputy"], world.now)
    assert approve_document(actor=deputy, **signing).approved_at == world.now
