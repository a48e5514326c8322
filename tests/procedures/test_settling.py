"""Flags settled, changes let in, procedures that are gone, and opening at an agency."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.kernel.models import AuditRow
from motcua.procedures.actions import Received, import_records, mark_gone
from motcua.procedures.actions.opening import Opening, open_imported
from motcua.procedures.actions.settling import (
    accept_change,
    keep_gone,
    settle_flags,
    withdraw_gone,
)
from motcua.procedures.base.national.records import read_record
from motcua.procedures.enums import LimitUnit
from motcua.procedures.errors import (
    ChangeWaits,
    ChannelClosed,
    LimitUnsettled,
    NotADraft,
    OfferingClosed,
    RoleWithoutUnit,
    VersionNotPublished,
)
from motcua.procedures.models import NationalRecord, ProcedureVersion
from motcua.procedures.queries import (
    level_of_offering,
    offering,
    offerings_of,
    pack_of,
    rules,
    version_on,
)
from tests.cast import NOW, ROLES
from tests.procedures.national import line

pytestmark = pytest.mark.django_db
CODE = "1.900001"
TODAY = NOW.date()
LATER = NOW + timedelta(days=3)
UNCLEAR = {
    "CACHTHUCTHUCHIEN": [
        {
            "KENH": channel,
            "THOIGIAN": [
                {
                    "THOIGIANGIAIQUYET": "1",
                    "DONVITINH": "OTHER",
                    "MOTA": "Trong giờ hành chính",
                    "PHILEPHI": [{"SOTIEN": "100", "DONVI": "VNĐ", "MOTA": "lệ phí"}],
                }
            ],
        }
        for channel in ("ONLINE", "DIRECT")
    ]
}
LIMIT = {"amount": 5, "unit": "working-day"}


def bring(now=NOW, **changes):
    records = [Received(*read_record(line(**changes)))]
    list(import_records(actor=SYSTEM, records=records, now=now))
    forget_all()


def flags():
    return NationalRecord.objects.get(code=CODE).flags


def where(kind, number=0):
    return [(flag["kind"], flag["path"]) for flag in flags() if flag["kind"] == kind][number]


def draft():
    return ProcedureVersion.objects.get(procedure__code=CODE, status="draft")


def let_in(actor, day, now):
    seen = draft().digest
    return accept_change(actor=actor, code=CODE, digest=seen, valid_from=day, now=now)


@pytest.fixture
def admin(world):
    return world.actor("administrator")


def settle(admin, values, now=NOW):
    return settle_flags(actor=admin, code=CODE, values=values, now=now)


def test_a_value_that_is_given_is_in_the_next_draft_and_the_rules_in_force_stay(admin):
    bring(**UNCLEAR)
    in_force = version_on(CODE, TODAY)
    assert settle(admin, {where("limit.other-unit"): LIMIT}) == 1
    assert version_on(CODE, TODAY) == in_force
    online, counter = draft().content["channels"]
    assert (online["limits"][0]["amount"], online["limits"][0]["unit"]) == (5, "working-day")
    assert "limit_unclear" not in online
    assert counter["limit_unclear"]
    assert AuditRow.objects.filter(action="procedures.settle_flags").count() == 1


def test_an_amount_a_law_s_number_and_a_paper_s_need_are_put_where_they_belong(admin):
    bring(
        **UNCLEAR,
        CANCUPHAPLY=[{"SOVANBAN": "", "TENVANBAN": "Luật Chăn nuôi"}],
        THANHPHANHOSO=[
            {"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Giấy ủy quyền (nếu có)", "SOBANSAO": 1}]}
        ],
    )
    settle(
        admin,
        {
            where("fee.lost-thousands"): {"fee": 100_000},
            where("fee.lost-thousands", 1): {"fee": 0},
            where("law.number-missing"): {"number": "32/2018/QH14"},
            where("paper.may-depend"): {"needed": "required"},
        },
    )
    content = draft().content
    online, counter = content["channels"]
    assert online["fees"][0]["amount"] == 100_000
    assert counter.get("fees", []) == []
    assert "fees_unclear" not in online | counter
    (law,) = content["legal_bases"]
    assert (law["number"], law["kind"], law["year"]) == ("32/2018/QH14", "law", 2018)
    assert "needed" not in content["variants"][0]["papers"][0]


def test_papers_under_no_case_go_where_the_administrator_says(admin):
    bring(
        THANHPHANHOSO=[
            {"TRUONGHOP": "", "GIAYTO": [{"TENGIAYTO": "Sổ (nếu có)", "SOBANCHINH": 1}]},
            {"TRUONGHOP": "Cấp lại", "GIAYTO": [{"TENGIAYTO": "Giấy cũ", "SOBANCHINH": 1}]},
        ]
    )
    settle(admin, {where("paper.may-depend"): {"needed": "required"}})
    settle(admin, {where("case.unnamed"): {"cases": "every"}})
    (case,) = draft().content["variants"]
    assert [(paper["name"]["vi"], paper.get("needed")) for paper in case["papers"]] == [
        ("Sổ (nếu có)", None),  # demanded, as both are
        ("Giấy cũ", None),
    ]
    settle(admin, {where("case.unnamed"): {"cases": "own"}})
    assert [case["code"] for case in draft().content["variants"]] == [
        "truong-hop-1",
        "truong-hop-khac",
    ]


def test_as_the_source_says_settles_the_flag_and_changes_nothing(admin):
    bring(**UNCLEAR)
    settle(admin, {where("fee.lost-thousands"): {}})
    assert not ProcedureVersion.objects.filter(procedure__code=CODE, status="draft").exists()
    settled = [flag for flag in flags() if "settled" in flag]
    assert [flag["kind"] for flag in settled] == ["fee.lost-thousands"]
    assert settled[0]["settled"]["by"] == admin.official_id


def test_what_was_said_stays_said_while_the_source_says_the_same(admin):
    bring(**UNCLEAR)
    settle(admin, {where("limit.other-unit"): LIMIT})
    let_in(SYSTEM, TODAY, NOW)
    bring(now=LATER, **UNCLEAR, TENTTHC="Đăng ký nuôi mèo")
    assert draft().content["channels"][0]["limits"][0]["amount"] == 5
    assert "settled" in flags()[0]
    changed = {"CACHTHUCTHUCHIEN": [*UNCLEAR["CACHTHUCTHUCHIEN"]]}
    changed["CACHTHUCTHUCHIEN"][0] = {
        "KENH": "ONLINE",
        "THOIGIAN": [{"THOIGIANGIAIQUYET": "2", "DONVITINH": "OTHER"}],
    }
    bring(now=LATER, **changed)
    assert draft().content["channels"][0]["limit_unclear"]
    assert "settled" not in flags()[0]


def test_a_change_holds_from_the_day_it_is_let_in(admin):
    bring()
    first = version_on(CODE, TODAY)
    bring(now=LATER, TENTTHC="Đăng ký nuôi mèo")
    day = TODAY + timedelta(days=30)
    second = let_in(admin, day, LATER)
    forget_all()
    assert version_on(CODE, day - timedelta(days=1)) == first
    assert version_on(CODE, day) == second
    assert pack_of(second).name["vi"] == "Đăng ký nuôi mèo"
    with pytest.raises(NotADraft):
        accept_change(actor=admin, code=CODE, digest="", valid_from=day, now=LATER)


def opening(world, channels=("online",), **limits):
    units = {
        role: world.ward.units.get(code=ROLES[role]).pk
        for role in ("receptionist", "specialist", "leader")
    }
    return Opening(units, channels, limits)


def opened(world, admin, **limits):
    found = open_imported(
        actor=admin, agency=world.ward, code=CODE, opening=opening(world, **limits), now=NOW
    )
    forget_all()
    return offering(found.pk)


def test_a_clear_procedure_is_opened_in_one_act_at_the_level_that_is_true(world, admin):
    bring()
    card = opened(world, admin)
    assert [row.agency_code for row in offerings_of(CODE, TODAY)] == ["H26.101"]
    level = level_of_offering(card, TODAY)
    assert level.level == 1
    assert level.can_file
    assert {ground.code for ground in level.lacking} >= {"forms"}


def test_an_unclear_limit_is_settled_first_and_only_for_the_ways_that_are_taken(world, admin):
    bring(**UNCLEAR)
    with pytest.raises(LimitUnsettled) as refused:
        opened(world, admin)
    assert refused.value.details["channels"] == ["online"]
    card = opened(world, admin, online=(5, LimitUnit.WORKING_DAY))
    assert rules(card.version_id).limit("online", TODAY).amount == 5
    assert pack_of(card.version_id).channel("counter").limit_unclear


def test_a_limit_is_stored_in_both_languages_whatever_language_is_spoken(world, admin):
    bring(**UNCLEAR)
    with translation.override("en"):
        card = opened(world, admin, online=(5, LimitUnit.WORKING_DAY))
    limit = rules(card.version_id).limit("online", TODAY)
    assert limit.words == {"vi": "5 ngày làm việc", "en": "5 working days"}


def test_a_record_read_by_an_english_command_is_stored_in_vietnamese():
    with translation.override("en"):
        bring()
    limit = rules(version_on(CODE, TODAY)).limit("online", TODAY)
    assert limit.words["vi"] == "3 ngày làm việc"


def test_a_way_that_the_procedure_has_not_is_refused_with_those_it_has(world, admin):
    bring(CACHTHUCTHUCHIEN=[UNCLEAR["CACHTHUCTHUCHIEN"][1]])
    with pytest.raises(ChannelClosed) as refused:
        opened(world, admin)
    assert "Trực tuyến. Các cách nộp hiện có: Trực tiếp." in refused.value.text
    counter = Opening(opening(world).units, ("counter",), {"online": (5, LimitUnit.DAY)})
    with pytest.raises(ChannelClosed):
        open_imported(actor=admin, agency=world.ward, code=CODE, opening=counter, now=NOW)


def test_a_change_that_waits_is_not_let_in_by_opening(world, admin):
    bring(**UNCLEAR)
    bring(now=LATER, **UNCLEAR, TENTTHC="Đăng ký nuôi mèo")
    with pytest.raises(ChangeWaits):
        opened(world, admin, online=(5, LimitUnit.WORKING_DAY))


def test_a_step_that_nobody_does_keeps_it_closed(world, admin):
    bring()
    with pytest.raises(RoleWithoutUnit):
        open_imported(
            actor=admin, agency=world.ward, code=CODE, opening=Opening({}, ("online",)), now=NOW
        )


def test_a_procedure_that_is_gone_ends_on_a_day_with_its_offerings(world, admin):
    bring()
    card = opened(world, admin)
    mark_gone(actor=SYSTEM, present=frozenset(), now=LATER)
    day = date(2026, 12, 1)
    withdraw_gone(actor=admin, code=CODE, on=day, now=LATER)
    forget_all()
    assert offering(card.id).opened_to == day
    assert version_on(CODE, day - timedelta(days=1))
    with pytest.raises(VersionNotPublished):
        version_on(CODE, day)
    with pytest.raises(NotFound):
        keep_gone(actor=admin, code=CODE, now=LATER)


def test_a_procedure_that_is_gone_can_be_kept_until_it_comes_back(world, admin):
    bring()
    mark_gone(actor=SYSTEM, present=frozenset(), now=LATER)
    keep_gone(actor=admin, code=CODE, now=LATER)
    assert version_on(CODE, LATER.date())
    bring(now=LATER)
    assert NationalRecord.objects.get(code=CODE).gone_settled_at is None


def test_nobody_but_an_administrator_says_anything(world):
    bring(**UNCLEAR)
    stranger = world.actor("leader")
    acts = [
        lambda: settle(stranger, {where("limit.other-unit"): LIMIT}),
        lambda: accept_change(actor=stranger, code=CODE, digest="", valid_from=TODAY, now=NOW),
        lambda: withdraw_gone(actor=stranger, code=CODE, on=TODAY, now=NOW),
        lambda: keep_gone(actor=stranger, code=CODE, now=NOW),
        lambda: opened(world, Actor("citizen", 1)),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_is_not_there_is_not_settled(admin):
    bring()
    with pytest.raises(NotFound):
        settle(admin, {("limit.other-unit", "CACHTHUCTHUCHIEN.0.THOIGIAN.0"): LIMIT})
    with pytest.raises(OfferingClosed):
        offering(0)
