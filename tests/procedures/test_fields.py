"""The shipped packs of enterprise, investment, building, land, driving, papers and assistance."""

from __future__ import annotations

from datetime import date

import pytest

from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.levels import level_of
from tests.procedures.packs import TODAY, means_of, pack_of, rules_of

FULL = (
    *("2.001583", "2.001199", "2.002043", "2.001610", "2.002041", "1.009664", "1.012789"),
    *("3.000347", "3.000348", "1.013083", "1.014137", "1.001776", "1.001731"),
)
PARTLY = (
    *("1.009645", "1.009627", "1.013225", "1.013229", "1.009122", "1.012753", "1.012783"),
    *("1.013992", "3.000346", "1.001456", "1.012549", "1.001699"),
)
FORMS = ("1.012812",)
LEVELS = {**dict.fromkeys(FULL, 4), **dict.fromkeys(PARTLY, 3), **dict.fromkeys(FORMS, 2)}


def due(code, channel, answers, day=TODAY):
    lines = rules_of(code).fees(channel, day, answers)
    return {line.code: line.total for line in lines}


def asked(code, answers, channel="online"):
    return {row.code for row in rules_of(code).papers(answers, channel, TODAY) if row.is_required}


def wrong(code, seed=3, **changed):
    """Give what is complained of in sample answers with some of them changed."""
    form = rules_of(code).form
    answers = {**sample_answers(form, seed=seed, today=TODAY), **changed}
    return {(item.path, item.code) for item in form.validate(answers, today=TODAY).errors}


@pytest.mark.parametrize(("code", "level"), LEVELS.items())
def test_the_level_is_what_is_really_there_and_below_the_highest_says_why(code, level):
    pack = pack_of(code)
    assert level_of(pack, means_of(pack), TODAY).level == level == pack.online.level
    assert (pack.online.partly_because is None) == (level == 4)


# --- enterprises ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2.001583", "2.001199", "2.002043", "2.001610", "2.002041"])
def test_online_an_enterprise_pays_for_the_publication_only(code):
    assert due(code, "online", {}) == {"cong-bo": 100_000}
    assert due(code, "counter", {}) == {"cong-bo": 100_000, "dang-ky": 25_000}
    later = date(2027, 1, 1)
    assert due(code, "counter", {}, later) == {"cong-bo": 100_000, "dang-ky": 50_000}


def test_what_the_members_pay_in_adds_up_to_the_capital():
    assert wrong("2.001199") == set()
    assert ("members", "members-make-capital") in wrong("2.001199", capital=1_000_000_001)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2.001583", "Minh Họa"),
        ("2.001199", "Công ty cổ phần Minh Họa"),
        ("2.002043", "Công ty TNHH Minh Họa"),
        ("2.001610", "Hộ kinh doanh Minh Họa"),
    ],
)
def test_a_name_says_what_kind_of_enterprise_it_is(code, name):
    assert ("enterprise_name", "kind-in-name") in wrong(code, enterprise_name=name)


def test_a_household_business_that_becomes_a_company_shows_its_certificate():
    founder = {"filed_by": "signer", "owner_kind": "person"}
    assert asked("2.001583", {**founder, "founding_case": "new"}) == {"dieu-le"}
    changed = asked("2.001583", {**founder, "founding_case": "from-household"})
    assert changed == {"dieu-le", "gcn-ho-kinh-doanh"}


@pytest.mark.parametrize(
    ("kind", "changes", "resolved"),
    [
        ("single", ["name"], True),
        ("shares", ["address", "tax"], True),
        ("members", ["tax"], False),
        ("private", ["name", "lines"], False),
    ],
)
def test_a_change_needs_a_resolution_where_there_is_somebody_to_resolve(kind, changes, resolved):
    answers = {"enterprise_kind": kind, "changes": changes, "filed_by": "signer"}
    assert ("nghi-quyet" in asked("2.002041", answers)) == resolved


# --- building and land ------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "days"), [("house", 7), ("building", 10), ("religious", 10)])
def test_a_permit_for_a_house_is_quicker(kind, days):
    limit = rules_of("1.013225").limit("online", TODAY, {"work_kind": kind})
    assert (limit.amount, limit.unit) == (days, "working-day")


def test_each_kind_of_works_shows_papers_of_its_own():
    def papers(kind, **more):
        return asked("1.013225", {"work_kind": kind, **more})

    assert papers("house") == {"giay-to-dat", "ban-ve"}
    assert "phe-duyet-du-an" in papers("building")
    assert "su-can-thiet-van-hoa" not in papers("religious", in_heritage=False)
    heritage = papers("religious", in_heritage=True)
    assert {"su-can-thiet-ton-giao", "su-can-thiet-van-hoa"} <= heritage


@pytest.mark.parametrize("code", ["1.013225", "1.013229", "1.012753", "1.012783", "1.013992"])
def test_what_provinces_charge_is_not_told_as_nothing(code):
    (line,) = rules_of(code).fees("online", TODAY, {})
    assert not line.is_known
    assert not line.confirmed


def test_the_area_that_changes_its_use_lies_within_the_plot():
    assert ("changed_area", "area-within-plot") in wrong("1.013992", changed_area=9_999_999)


def test_information_about_land_is_paid_by_the_copy():
    assert due("1.012789", "online", {"copies": 3}) == {"ban-thong-tin": 30_000}


@pytest.mark.parametrize(("case", "days"), [("no-approval", 10), ("approved", 5), ("transfer", 10)])
def test_a_project_that_is_approved_gets_its_certificate_sooner(case, days):
    assert rules_of("1.009664").limit("online", TODAY, {"project_case": case}).amount == days


# --- driving ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "tests"), [("A1", 120_000), ("B", 630_000), ("CE", 630_000)])
def test_the_driving_test_costs_what_its_parts_cost(kind, tests):
    lines = rules_of("3.000346").fees("online", TODAY, {"licence_class": kind})
    assert sum(line.total for line in lines if line.due == "at-filing") == tests
    assert sum(line.total for line in lines if line.due == "at-return") == 135_000


@pytest.mark.parametrize("code", ["3.000347", "3.000348"])
def test_the_lower_fee_of_online_filing_ended_with_2025(code):
    assert sum(due(code, "online", {}, date(2025, 12, 31)).values()) == 115_000
    assert sum(due(code, "online", {}, date(2026, 1, 1)).values()) == 135_000


def test_who_drives_a_motorcycle_only_needs_no_health_certificate():
    vietnamese = {"driver_nationality": "VN"}
    assert asked("3.000347", {**vietnamese, "licence_class": "A1"}) == set()
    assert asked("3.000347", {**vietnamese, "licence_class": "B"}) == {"giay-kham-suc-khoe"}
    foreigner = asked("3.000347", {"driver_nationality": "KR", "licence_class": "A1"})
    assert foreigner == {"ho-chieu"}


def test_an_expired_licence_is_not_reissued():
    expired = {"licence_expires": True, "licence_valid_to": "2026-01-01"}
    assert ("licence_valid_to", "still-valid") in wrong("3.000348", **expired)


def test_temporary_plates_last_thirty_days():
    days = {"starts_on": "2026-11-20", "ends_on": "2026-12-25"}
    assert ("ends_on", "thirty-days") in wrong("1.013083", **days)
    limit = rules_of("1.013083").limit("online", TODAY)
    assert (limit.amount, limit.unit) == (8, "hour")


# --- passports, identity cards, insurance, assistance -----------------------------------------


@pytest.mark.parametrize(
    ("kind", "online", "counter"),
    [("first", 160_000, 200_000), ("renew", 160_000, 200_000), ("lost", 320_000, 400_000)],
)
def test_a_lost_passport_costs_twice(kind, online, counter):
    answers = {"request_kind": kind}
    assert sum(due("1.001456", "online", answers).values()) == online
    assert sum(due("1.001456", "counter", answers).values()) == counter


def test_a_passport_is_asked_for_on_the_form_of_the_age():
    child = {"passport_for": "child", "request_kind": "first", "by_guardian": False}
    assert asked("1.001456", {**child, "has_number": False}) == {"anh", "giay-khai-sinh"}
    assert asked("1.001456", {**child, "has_number": True}) == {"anh"}


def test_a_child_known_to_the_registry_needs_no_papers_for_a_card():
    assert asked("1.012549", {"age_group": "under-6", "in_registry": True}) == set()
    assert asked("1.012549", {"age_group": "from-6", "in_registry": False}) == {"dai-dien", "dc01"}


def test_one_insurance_card_needs_no_papers_and_a_list_needs_its_list():
    assert asked("1.014137", {"filed_for": "person", "has_change": False}) == set()
    many = {"filed_for": "organisation", "has_change": False}
    assert asked("1.014137", many) == {"danh-sach"}


@pytest.mark.parametrize(
    ("group", "papers"),
    [
        ({"group": "older", "is_disabled": False}, set()),
        ({"group": "disabled", "is_disabled": True}, {"xac-nhan-khuyet-tat"}),
        ({"group": "single-parent", "is_disabled": False}, {"giay-khai-sinh"}),
        ({"group": "hiv", "has_hiv": True, "is_disabled": False}, {"xac-nhan-hiv"}),
    ],
)
def test_an_allowance_asks_for_the_papers_of_the_group(group, papers):
    assert asked("1.001776", {"request_kind": "allowance", **group}) == papers


def test_a_funeral_is_not_before_the_death():
    days = {"died_on": "2026-11-10", "buried_on": "2026-11-09"}
    assert ("buried_on", "funeral-after-death") in wrong("1.001731", **days)


def test_the_funeral_of_who_had_a_pension_shows_that_it_ended():
    assert asked("1.001731", {"support_case": "aged-80"}) == {"giay-chung-tu", "thoi-huong-tro-cap"}
    assert asked("1.001731", {"support_case": "allowance"}) == {"giay-chung-tu"}


@pytest.mark.parametrize(
    ("kind", "papers"),
    [
        ({"request_kind": "first", "has_board_conclusion": False}, set()),
        ({"request_kind": "first", "has_board_conclusion": True}, {"ket-luan-giam-dinh"}),
        ({"request_kind": "again", "has_certificate": True}, {"giay-xac-nhan-cu"}),
        ({"request_kind": "again", "has_certificate": False}, set()),
    ],
)
def test_a_disability_is_established_on_the_papers_there_are(kind, papers):
    assert asked("1.001699", kind) == papers
