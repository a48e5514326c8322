"""One human with two records counts as one wherever two people are needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as node
from django.test import Client, override_settings

from motcua.agencies.actions import appoint_official, post_official
from motcua.agencies.actions.likenesses import note_identity, settle_likeness
from motcua.agencies.actions.officials import OfficialFacts
from motcua.agencies.enums import Role
from motcua.agencies.errors import LikenessCertain, NotYourself, OfficialKnown
from motcua.agencies.models import Official
from motcua.agencies.queries.humans import is_second_person, one_human, pairs_alike
from motcua.agencies.queries.standing import one_hand
from motcua.dossiers import actions as dossiers
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.errors import NotSecondPerson
from motcua.identity.actions import approve_second_factor_reset, ask_second_factor_reset
from motcua.identity.errors import TwoPeopleNeeded
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from tests.identity.doors import signed_in
from tests.keyring import newer_index_key

pytestmark = pytest.mark.django_db
NUMBER = "001085000999"


def record_of(world, role):
    return world.accounts[role].official


def see(world, role, number=NUMBER):
    """Note the number seen of an official; the administrator's own is noted by the node's tests."""
    note_identity(
        actor=world.actor("administrator"),
        official=record_of(world, role),
        number=number,
        now=world.now,
    )


def settle(world, one, other, *, is_same=True):
    return settle_likeness(
        actor=world.actor("administrator"),
        pair=(record_of(world, one), record_of(world, other)),
        is_same=is_same,
        reason="Đã gặp.",
        now=world.now,
    )


def are_one(world, one, other):
    return record_of(world, other).pk in one_human(record_of(world, one).pk)


def test_everybody_is_one_human_and_another_than_his_colleagues(world):
    head = record_of(world, "head").pk
    assert one_human(head) == {head}
    assert is_second_person(head, record_of(world, "leader").pk)
    assert not is_second_person(head, head)
    assert not is_second_person(None, head)


def test_the_same_identity_number_is_one_human_and_the_number_is_kept_nowhere(world):
    see(world, "head")
    see(world, "leader", f" {NUMBER[:6]} {NUMBER[6:]} ")
    assert are_one(world, "head", "leader")
    kept = Official.objects.filter(pk=record_of(world, "head").pk).values_list()[0]
    assert NUMBER not in str(kept) + str(AuditRow.objects.values_list("data"))


def test_a_number_noted_after_the_key_was_changed_is_still_the_same(world, settings):
    see(world, "head")
    with newer_index_key(settings):
        see(world, "leader")
        assert are_one(world, "head", "leader")


def test_the_same_address_is_one_human_until_an_administrator_says_otherwise(world):
    Official.objects.filter(pk=record_of(world, "leader").pk).update(
        email=record_of(world, "head").email
    )
    assert are_one(world, "head", "leader")
    settle(world, "head", "leader", is_same=False)
    assert not are_one(world, "head", "leader")


def test_a_likeness_settled_joins_records_across_others(world):
    settle(world, "head", "leader")
    see(world, "leader")
    see(world, "clerk")
    assert are_one(world, "head", "clerk")
    assert are_one(world, "clerk", "head")


def test_an_identity_number_cannot_be_talked_away(world):
    see(world, "head")
    see(world, "leader")
    with pytest.raises(LikenessCertain):
        settle(world, "head", "leader", is_same=False)


def test_only_administrators_settle_and_never_of_themselves(world):
    pair = (record_of(world, "head"), record_of(world, "leader"))
    more = {"pair": pair, "is_same": False, "reason": "x", "now": world.now}
    for role in ("leader", "receptionist"):
        with pytest.raises(NotAllowed):
            settle_likeness(actor=world.actor(role), **more)
    with pytest.raises(NotYourself):
        settle(world, "administrator", "leader", is_same=False)
    with pytest.raises(NotYourself):
        see(world, "administrator")


def test_by_another_record_nobody_agrees_to_what_he_proposed(world):
    dossiers.set_two_person_rule(
        actor=world.actor("leader"),
        agency=world.ward,
        act=Sensitive.STOP,
        valid_from=civil_date(world.now),
        citation="Quy chế làm việc",
        now=world.now,
    )
    dossier = world.receive(world.file())
    about = {"dossier_id": dossier.pk, "now": world.now}
    proposal = dossiers.propose(
        actor=world.actor("head"), act=Sensitive.STOP, values={"reason": "Hết căn cứ."}, **about
    )
    settle(world, "head", "leader")
    with pytest.raises(NotSecondPerson):
        dossiers.agree(actor=world.actor("leader"), proposal_id=proposal.public_id, **about)
    settle(world, "head", "leader", is_same=False)
    dossiers.agree(actor=world.actor("leader"), proposal_id=proposal.public_id, **about)


def test_by_another_record_nobody_approves_his_own_second_factor(world):
    asked = ask_second_factor_reset(
        actor=world.actor("administrator"),
        account=world.accounts["specialist"],
        reason="Mất điện thoại",
        now=world.now,
    )
    head = record_of(world, "head")
    post_official(
        actor=SYSTEM,
        official=head,
        unit=head.postings.first().unit,
        role=Role.ADMINISTRATOR,
        now=world.now,
        valid_from=world.now.date() - timedelta(days=60),
    )
    Official.objects.filter(pk=head.pk).update(email=record_of(world, "administrator").email)
    with pytest.raises(TwoPeopleNeeded):
        approve_second_factor_reset(actor=world.actor("head"), reset=asked, now=world.now)
    own = record_of(world, "administrator").pk
    assert one_hand(head.pk, [own], world.now) == {own}


def test_a_second_record_in_one_agency_is_refused_by_number_and_address(world):
    see(world, "head")
    more = {
        "actor": world.actor("administrator"),
        "now": world.now,
        "valid_from": world.now.date(),
    }
    for facts in (
        OfficialFacts("CB90", "Tên Khác", email="khac@co-quan.example", identity_number=NUMBER),
        OfficialFacts("CB91", "Tên Khác", email=record_of(world, "head").email.upper()),
    ):
        with pytest.raises(OfficialKnown):
            appoint_official(agency=world.ward, facts=facts, **more)
    elsewhere = appoint_official(
        actor=SYSTEM,
        agency=world.other_ward,
        facts=OfficialFacts("CB90", "Tên Khác", identity_number=NUMBER),
        now=world.now,
        valid_from=world.now.date(),
    )
    assert elsewhere.pk in one_human(record_of(world, "head").pk)


def test_who_looks_alike_is_listed_for_his_agency_until_it_is_settled(world):
    for role, name in (("head", "Đỗ Văn Ất"), ("leader", "ĐỖ VĂN ẤT")):
        Official.objects.filter(pk=record_of(world, role).pk).update(full_name=name)

    def listed():
        both = {record_of(world, "head"), record_of(world, "leader")}
        rows = pairs_alike([world.ward.pk], civil_date(world.now))
        (pair,) = [row for row in rows if {row.first, row.second} == both]
        return pair.has_same_name, pair.has_same_address, pair.counts_as_one

    assert listed() == (True, False, False)
    settle(world, "head", "leader")
    assert listed() == (True, False, True)


def test_a_name_that_somebody_of_another_agency_has_too_is_no_likeness(world):
    other = Official.objects.filter(agency=world.other_ward).order_by("pk").first()
    Official.objects.filter(pk=record_of(world, "head").pk).update(full_name="Đỗ Văn Ất")
    Official.objects.filter(pk=other.pk).update(full_name="Đỗ Văn Ất")
    assert pairs_alike([world.ward.pk], civil_date(world.now)) == []
    see(world, "head")
    Official.objects.filter(pk=other.pk).update(
        identity_index=Official.objects.get(pk=record_of(world, "head").pk).identity_index
    )
    (pair,) = pairs_alike([world.ward.pk], civil_date(world.now))
    assert pair.counts_as_one


@override_settings(
    STORAGES=node.STORAGES
    | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
)
def test_an_administrator_settles_a_pair_on_a_page(world):
    name = record_of(world, "head").full_name
    Official.objects.filter(pk=record_of(world, "leader").pk).update(full_name=name)
    admin = signed_in(world.accounts["administrator"])
    base = f"/agency/{world.ward.code}/"
    page = admin.get(f"{base}alike/").content.decode()
    pair = sorted((record_of(world, "head"), record_of(world, "leader")), key=lambda one: one.pk)
    address = f"{base}alike/{pair[0].public_id}/{pair[1].public_id}/"
    assert address in page
    assert admin.post(address, {"found": "one"}).status_code == 422
    assert admin.post(address, {"found": "one", "reason": "Đã gặp."}).status_code == 302
    assert are_one(world, "head", "leader")
    seen = f"{base}officials/{record_of(world, 'clerk').public_id}/identity/"
    assert admin.post(seen, {"number": "12"}).status_code == 422
    assert admin.post(seen, {"number": NUMBER}).status_code == 302
    assert Client(SERVER_NAME="localhost").get(address).status_code == 404
