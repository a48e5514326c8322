"""The demo's parts: two administrators of the city publish, the one of a ward writes and asks."""

from __future__ import annotations

import pytest
from django.urls import resolve

from motcua.agencies.actions import load_places
from motcua.agencies.enums import Role
from motcua.agencies.models import Agency
from motcua.agencies.queries.humans import is_second_person
from motcua.demo.accounts import PARTS, account_of, open_stage_accounts
from motcua.demo.tries import TRIES
from motcua.demo.world.agencies import build_agencies
from motcua.demo.world.names import Names
from motcua.desk.payments.gate import keeper
from motcua.dossiers.actions.outages import OutageFacts, agree_to_outage, ask_outage
from motcua.identity.queries import actor_for
from motcua.payments.actions.authorising import require_statement_keeper
from motcua.procedures.queries.rights import keeps_catalogue, same_hand, writes_drafts
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class _Neighbour:
    """Somebody of the demo with an account."""

    def __init__(self, account):
        self.account = account


def _parts(settings, tmp_path, *codes):
    settings.DATA = tmp_path
    load_places()
    built = build_agencies(Names(7), NOW)
    someone = built.officials["ba-dinh"][0]
    open_stage_accounts(built, [_Neighbour(someone), _Neighbour(someone)])
    known = [part.code for part in PARTS if part.code in codes]
    return {code: actor_for(account_of(code), NOW) for code in known}


def test_two_sit_at_the_door_of_the_ward_so_that_one_stands_in_for_the_other(settings, tmp_path):
    played = _parts(settings, tmp_path, "receptionist", "clerk")
    at_the_door = {Role.RECEPTIONIST, Role.CLERK, Role.ACCOUNTANT}
    assert {code: {power.role for power in one.powers} for code, one in played.items()} == {
        "receptionist": at_the_door,
        "clerk": at_the_door,
    }
    assert len({one.official_id for one in played.values()}) == 2


def test_two_people_publish_in_the_demo_and_a_ward_only_asks(settings, tmp_path):
    played = _parts(settings, tmp_path, "administrator", "keeper", "second-keeper")
    able = {code for code, actor in played.items() if keeps_catalogue(actor, NOW.date())}
    assert able == {"keeper", "second-keeper"}
    assert writes_drafts(played["administrator"])
    assert not same_hand(played["second-keeper"], [played["keeper"].official_id], NOW)


def test_two_administrators_of_the_ward_declare_an_outage_in_the_demo(settings, tmp_path):
    played = _parts(settings, tmp_path, "administrator", "second-administrator")
    first, second = played["administrator"], played["second-administrator"]
    (agency_id,) = first.agencies(Role.ADMINISTRATOR)
    facts = OutageFacts("Mất điện", "Thông báo 1/TB", NOW)
    asked = ask_outage(actor=first, agency_id=agency_id, facts=facts, now=NOW)
    agreed = agree_to_outage(actor=second, public_id=asked.public_id, now=NOW)
    assert agreed.agreed_by_id == second.official_id


def test_two_accountants_of_the_city_see_to_the_bank_in_the_demo(settings, tmp_path):
    played = _parts(settings, tmp_path, "city-accountant", "second-city-accountant", "clerk")
    first, second = played["city-accountant"], played["second-city-accountant"]
    for one in (first, second):
        require_statement_keeper(one, NOW)
        assert keeper(one, NOW).of_node
    assert is_second_person(second.official_id, first.official_id)
    assert not keeper(played["clerk"], NOW).of_node


def test_what_one_may_try_leads_to_pages_of_the_ward(settings, tmp_path):
    for one in TRIES:
        side = "desk" if one.is_of_officials else "portal"
        assert resolve(one.path, f"motcua.config.urls_{side}")
    (ward,) = _parts(settings, tmp_path, "administrator").values()
    code = Agency.objects.get(pk__in=ward.agencies(Role.ADMINISTRATOR)).code
    assert f"/agency/{code}/" in TRIES[0].path
