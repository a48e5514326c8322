"""A token is one person's, as he stands now: no second person, nobody else's powers, no filer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import get_resolver

from motcua.agencies.actions.officials import depart_official
from motcua.dossiers import actions
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.errors import NotSecondPerson
from motcua.dossiers.models import Dossier, Proposal, Upload
from motcua.identity.actions import close_account
from motcua.identity.enums import Door, Side
from motcua.identity.models import Account
from motcua.identity.queries import admitted
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from tests.cast import NOW
from tests.identity.doors import NAMES, signed_in, visitor
from tests.openapi.caller import Caller, body_of, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(world):
    """A result that the receptionist proposed to take back."""
    dossier = world.finish(world.receive(world.file()))
    by = {"dossier_id": dossier.pk, "now": NOW}
    actions.return_result(actor=world.actor("receptionist"), **by)
    asked = {"reason": "Sai", "legal_basis": "Điều 1"}
    actions.propose(actor=world.actor("receptionist"), act=Sensitive.REOPEN, values=asked, **by)
    dossier.refresh_from_db()
    return dossier


def test_a_session_and_a_token_of_one_person_are_one_person(world, proposed):
    account = world.accounts["receptionist"]
    token = token_of(account)
    proposal = Proposal.objects.get()
    by = {"dossier_id": proposed.pk, "proposal_id": proposal.public_id, "now": NOW}
    actor = admitted(f"Bearer {token}", clock.system_now()).actor
    with pytest.raises(NotSecondPerson):
        actions.agree(actor=actor, **by)
    path = f"/dossiers/{proposed.public_id}/de-nghi/{proposal.public_id}"
    for browser in (signed_in(account), visitor(Door.DESK)):
        browser.post(path, {"act": "agree"}, headers={"Authorization": f"Bearer {token}"})
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_a_leaders_token_opens_no_page_of_the_desk(world, proposed):
    """What two people do asks for a session with its second factor, which a token has not."""
    proposal = Proposal.objects.get()
    told = {"Authorization": f"Bearer {token_of(world.accounts['leader'])}"}
    browser = visitor(Door.DESK)
    pages = dict(get_resolver("motcua.config.urls_desk").namespace_dict)["desk"][1].reverse_dict
    assert "proposal" in pages
    for path in (f"/dossiers/{proposed.public_id}", "/", "/van-ban-cho-ky"):
        answer = browser.get(path, headers=told)
        assert answer.status_code in {302, 401, 403}
    answer = browser.post(
        f"/dossiers/{proposed.public_id}/de-nghi/{proposal.public_id}",
        {"act": "agree"},
        headers=told,
        SERVER_NAME=NAMES[Door.DESK],
    )
    assert answer.status_code in {302, 401, 403, 404}
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_who_left_sees_nothing_by_a_token_he_still_has(world):
    account = world.accounts["receptionist"]
    dossier, caller = world.file(), Caller(token_of(account))
    path = f"/dossiers/{dossier.public_id}"
    assert caller.get(path).status_code == 200
    today = clock.civil_date(clock.now())
    yesterday = today - timedelta(days=1)
    depart_official(actor=SYSTEM, official=account.official, on=yesterday, now=clock.now())
    forget_all()
    assert caller.get(path).status_code == 401
    close_account(actor=SYSTEM, account=account, now=clock.now())
    forget_all()
    assert caller.get(path).status_code == 401
    assert caller.send().status_code == 401


@pytest.mark.parametrize("role", ["receptionist", "leader", "administrator"])
def test_an_official_files_for_nobody_by_his_token(world, role):
    """Officials file at the counter, beside the applicant."""
    caller = Caller(token_of(world.accounts[role]))
    answer = caller.file(body_of(world))
    assert 400 <= answer.status_code < 500, answer.content
    own = body_of(world)
    sent = caller.send()
    assert sent.status_code < 500
    if sent.status_code == 201:
        own["papers"] = [{**paper, "file": sent.json()["id"]} for paper in own["papers"][:1]]
        assert 400 <= caller.file(own, key="key-00002").status_code < 500
    assert not Dossier.objects.exists()


def test_another_system_files_for_nobody(world):
    account = Account.objects.create(
        side=Side.CLIENT, email="he-thong@vi-du.example", joined_at=NOW
    )
    caller = Caller(token_of(account))
    assert 400 <= caller.file(body_of(world)).status_code < 500
    assert caller.get(f"/dossiers/{world.file().public_id}").status_code == 404
    assert caller.send().status_code < 500
    assert Upload.objects.filter(account=account).count() <= 1
    assert Dossier.objects.count() == 1
