"""Who holds which role where: units with their subtrees, postings and grants by their days."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from motcua.agencies.actions import (
    amend_agency,
    appoint_official,
    close_unit,
    depart_official,
    end_posting,
    grant_access,
    open_unit,
    post_official,
    register_agency,
    revoke_grant,
    transfer_official,
)
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.errors import (
    CodeTaken,
    LastAdministrator,
    PostingOverlaps,
    UnitElsewhere,
    UnitNotEmpty,
)
from motcua.agencies.models import Agency, AgencyIdentifier, Official, Unit
from motcua.agencies.queries import administrators_of, covers, powers_of
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowed
from tests.cast import NOW, build

DAY = date(2026, 11, 20)
EVE, NEXT = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
def by(world):
    return {"actor": world.actor("administrator"), "now": world.now}


@pytest.fixture
def official(world, by):
    return appoint_official(
        **by,
        agency=world.ward,
        facts=OfficialFacts("NV-9", "Cán bộ thử", email="Thu@Co-Quan.example"),
        valid_from=EVE,
    )


def unit(world, code):
    return Unit.objects.get(agency=world.ward, code=code)


def held(official, on):
    official.refresh_from_db()
    return {(power.role, power.unit_path) for power in powers_of(official, on)}


def post(world, by, official, code="CM", role="specialist", since=DAY):
    return post_official(
        **by, official=official, unit=unit(world, code), role=role, valid_from=since
    )


def test_a_unit_reaches_its_subtree_and_no_sibling(world, by):
    middle = unit(world, "CM")
    below = open_unit(
        **by, agency=world.ward, facts=UnitFacts("CM1", "Tổ"), valid_from=DAY, parent=middle
    )
    assert below.path == f"{middle.path}{below.pk}/"
    head = world.actor("head")
    assert covers(head, world.ward.pk, below.path, ("head",))
    assert not covers(head, world.ward.pk, below.path, ("leader",))
    assert not covers(head, world.ward.pk, unit(world, "MC").path)
    assert not covers(head, world.ward.pk, "")
    assert not covers(head, world.other_ward.pk, below.path)
    assert covers(world.actor("leader"), world.ward.pk, below.path)


def test_a_path_that_only_begins_alike_is_another_unit(world):
    path = unit(world, "CM").path
    assert not covers(world.actor("head"), world.ward.pk, f"{path.rstrip('/')}0/")


def test_a_posting_holds_from_its_day_until_the_day_it_ends(world, by, official):
    posting = post(world, by, official)
    role = ("specialist", unit(world, "CM").path)
    assert held(official, EVE) == set()
    assert held(official, DAY) == {role}
    end_posting(**by, posting=posting, on=NEXT)
    assert held(official, DAY) == {role}
    assert held(official, NEXT) == set()


def test_a_posting_that_would_not_hold_a_day_is_gone(world, by, official):
    end_posting(**by, posting=post(world, by, official), on=DAY)
    assert not official.postings.exists()


def test_the_same_role_in_the_same_unit_is_not_given_twice(world, by, official):
    post(world, by, official)
    with pytest.raises(PostingOverlaps):
        post(world, by, official, since=NEXT)
    post(world, by, official, role="clerk")


def test_a_transfer_ends_every_posting_also_those_to_come(world, by, official):
    post(world, by, official)
    post(world, by, official, role="clerk", since=NEXT + timedelta(days=7))
    transfer_official(**by, official=official, unit=unit(world, "MC"), role="receptionist", on=NEXT)
    assert held(official, NEXT + timedelta(days=30)) == {("receptionist", unit(world, "MC").path)}


def test_who_has_left_holds_nothing_from_that_day(world, by, official):
    post(world, by, official)
    terms = GrantTerms("audit", "Kiểm tra", DAY)
    grant_access(**by, official=official, agency=world.ward, terms=terms)
    depart_official(**by, official=official, on=NEXT)
    assert len(held(official, DAY)) == 2
    assert held(official, NEXT) == set()
    assert not official.postings.filter(valid_to=None).exists()
    assert not official.grants.filter(valid_to=None).exists()


def test_nobody_is_posted_in_a_unit_of_another_agency(world, official):
    for act in (post_official, transfer_official):
        since = {"valid_from": DAY} if act is post_official else {"on": DAY}
        with pytest.raises(UnitElsewhere):
            act(
                actor=SYSTEM,
                now=world.now,
                official=official,
                unit=Unit.objects.get(agency=world.other_ward, code="MC"),
                role="receptionist",
                **since,
            )
    assert held(official, DAY) == set()


def second_administrator(world, by, official, since=EVE):
    return post(world, by, official, code="LD", role="administrator", since=since)


LAST_ACTS = {
    "leave": lambda _w, by, one, on: depart_official(**by, official=one, on=on),
    "end the role": lambda _w, by, one, on: end_posting(
        **by, posting=one.postings.get(role="administrator"), on=on
    ),
    # Nobody transfers himself; the node's own administration is bound by the rule as well.
    "be transferred": lambda w, by, one, on: transfer_official(
        **by | {"actor": SYSTEM}, official=one, unit=unit(w, "CM"), role="specialist", on=on
    ),
}


@pytest.mark.parametrize("act", LAST_ACTS)
@pytest.mark.parametrize("on", [DAY, NEXT])
def test_the_last_administrator_cannot_go_and_one_of_two_can(world, by, official, act, on):
    last = world.accounts["administrator"].official
    before = held(last, NEXT)
    with pytest.raises(LastAdministrator), transaction.atomic():
        LAST_ACTS[act](world, by, last, on)
    last.refresh_from_db()
    assert held(last, NEXT) == before
    assert last.valid_to is None
    second_administrator(world, by, official)
    LAST_ACTS[act](world, by, last, on)
    assert administrators_of(world.ward.pk, on) == {official.pk}


def test_a_day_without_any_administrator_is_one_too_many(world, by, official):
    last = world.accounts["administrator"].official
    second_administrator(world, by, official, since=DAY + timedelta(days=3))
    with pytest.raises(LastAdministrator), transaction.atomic():
        depart_official(**by, official=last, on=DAY + timedelta(days=2))
    depart_official(**by, official=last, on=DAY + timedelta(days=3))
    days = [DAY + timedelta(days=more) for more in range(5)]
    assert all(administrators_of(world.ward.pk, day) for day in days)


def test_who_is_about_to_leave_does_not_stand_in_for_the_last_administrator(world, by, official):
    second_administrator(world, by, official)
    depart_official(**by, official=official, on=DAY + timedelta(days=9))
    with pytest.raises(LastAdministrator), transaction.atomic():
        depart_official(**by, official=world.accounts["administrator"].official, on=NEXT)


def test_an_administrator_is_moved_within_his_agency(world, by):
    last = world.accounts["administrator"].official
    by = by | {"actor": SYSTEM}
    transfer_official(**by, official=last, unit=unit(world, "MC"), role="administrator", on=NEXT)
    assert held(last, NEXT) == {("administrator", unit(world, "MC").path)}


def test_the_last_administrator_goes_with_the_agency_itself(world, by):
    Agency.objects.filter(pk=world.ward.pk).update(valid_to=NEXT)
    depart_official(**by, official=world.accounts["administrator"].official, on=NEXT)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_let_each_other_go_at_once(transactional_db):
    del transactional_db
    world = build(NOW)
    pair = [world.accounts["administrator"].official]
    pair.append(
        appoint_official(
            actor=SYSTEM,
            now=NOW,
            agency=world.ward,
            facts=OfficialFacts("QT-2", "Quản trị hai"),
            valid_from=EVE,
        )
    )
    second_administrator(world, {"actor": SYSTEM, "now": NOW}, pair[1])

    def let_go(official):
        try:
            depart_official(actor=SYSTEM, now=NOW, official=official, on=DAY)
        except LastAdministrator:
            return "refused"
        finally:
            connection.close()
        return "gone"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(let_go, pair)) == ["gone", "refused"]
    assert len(administrators_of(world.ward.pk, DAY)) == 1


def test_who_has_not_begun_holds_nothing(world, by, official):
    post(world, by, official, since=DAY)
    Official.objects.filter(pk=official.pk).update(valid_from=NEXT)
    assert held(official, DAY) == set()


@pytest.mark.parametrize(
    ("kind", "role"),
    [("receipt", "receptionist"), ("audit", "auditor"), ("consultation", "consultation")],
)
def test_a_grant_gives_its_role_for_its_days(world, by, official, kind, role):
    terms = GrantTerms(kind, "Hỗ trợ", DAY, NEXT)
    grant = grant_access(**by, official=official, agency=world.ward, terms=terms)
    assert held(official, DAY) == {(role, "")}
    assert held(official, EVE) == held(official, NEXT) == set()
    revoke_grant(**by, grant=grant, on=DAY)
    assert held(official, DAY) == set()


def test_a_grant_in_one_unit_reaches_no_further(world, by, official):
    middle = unit(world, "CM")
    terms = GrantTerms("consultation", "Lấy ý kiến", DAY)
    grant_access(**by, official=official, agency=world.ward, terms=terms, unit=middle)
    assert held(official, DAY) == {("consultation", middle.path)}


def test_a_unit_with_people_does_not_end(world, by):
    with pytest.raises(UnitNotEmpty):
        close_unit(**by, unit=unit(world, "CM"), last_day_after=NEXT)


def test_an_empty_unit_ends_on_a_day(world, by):
    made = open_unit(**by, agency=world.ward, facts=UnitFacts("X", "Tổ X"), valid_from=EVE)
    close_unit(**by, unit=made, last_day_after=NEXT)
    assert Unit.objects.valid_on(DAY).filter(pk=made.pk).exists()
    assert not Unit.objects.valid_on(NEXT).filter(pk=made.pk).exists()


def test_codes_are_taken_once(world, by, official):
    with pytest.raises(CodeTaken):
        open_unit(**by, agency=world.ward, facts=UnitFacts("CM", "Tổ"), valid_from=DAY)
    person = OfficialFacts(official.staff_code, "Người khác")
    with pytest.raises(CodeTaken):
        appoint_official(**by, agency=world.ward, facts=person, valid_from=DAY)
    agency = AgencyFacts(world.ward.code, "commune", "Phường")
    with pytest.raises(CodeTaken):
        register_agency(actor=SYSTEM, facts=agency, now=world.now, valid_from=DAY)


def test_an_agency_keeps_both_forms_of_its_identifier(world):
    facts = AgencyFacts("H26.200", "commune", "Phường", old_code="000.20.00.H26")
    agency = register_agency(actor=SYSTEM, facts=facts, now=world.now, valid_from=DAY)
    codes = set(AgencyIdentifier.objects.filter(agency=agency).values_list("form", "code"))
    assert codes == {("qd20", "H26.200"), ("qcvn102", "000.20.00.H26")}


def test_an_address_is_kept_in_small_letters(official):
    assert official.email == "thu@co-quan.example"


ACTS = {
    "open a unit": lambda w, by, _o: open_unit(
        **by, agency=w.ward, facts=UnitFacts("Y", "Tổ"), valid_from=DAY
    ),
    "close a unit": lambda w, by, _o: close_unit(**by, unit=unit(w, "LD"), last_day_after=NEXT),
    "amend the agency": lambda w, by, _o: amend_agency(**by, agency=w.ward, name="Khác"),
    "appoint": lambda w, by, _o: appoint_official(
        **by, agency=w.ward, facts=OfficialFacts("Z", "Z"), valid_from=DAY
    ),
    "post": post,
    "transfer": lambda w, by, official: transfer_official(
        **by, official=official, unit=unit(w, "MC"), role="clerk", on=DAY
    ),
    "let go": lambda _w, by, official: depart_official(**by, official=official, on=DAY),
    "grant": lambda w, by, official: grant_access(
        **by, official=official, agency=w.ward, terms=GrantTerms("audit", "x", DAY)
    ),
    "register an agency": lambda _w, by, _o: register_agency(
        **by, facts=AgencyFacts("H26.999", "commune", "X"), valid_from=DAY
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("name", ["citizen", "receptionist", "leader", "auditor", "outsider", None])
def test_only_administrators_change_an_agency(world, official, act, name):
    actor = world.actor(name) if name else Actor(kind="citizen")
    with pytest.raises(NotAllowed):
        ACTS[act](world, {"actor": actor, "now": world.now}, official)


def test_an_administrator_reaches_no_other_agency(world, by):
    with pytest.raises(NotAllowed):
        open_unit(**by, agency=world.other_ward, facts=UnitFacts("Y", "Tổ"), valid_from=DAY)
    with pytest.raises(NotAllowed):
        amend_agency(**by, agency=world.other_ward, name="Khác")
