"""The shipped packs: what they say of papers, time, cost and who decides, and that they hold."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest
from fontTools.ttLib import TTFont

from motcua.procedures.base.conditions.branches import branches, branches_of, covering_answers
from motcua.procedures.base.fees import FeeOverride
from motcua.procedures.base.forms.samples import sample_answers, wrong_answers
from motcua.procedures.base.forms.schema import answers_schema
from motcua.procedures.base.levels import Means, level_of
from motcua.procedures.base.life_events import shipped_life_events
from motcua.procedures.base.loading import content_of, digest_of, pack_from
from motcua.procedures.base.papers import missing_papers
from motcua.procedures.base.processes.flows import Shape
from motcua.procedures.base.processes.lint import longest
from motcua.procedures.base.results import (
    ResultContext,
    paper_data,
    registry_number,
    signed_data,
)
from motcua.procedures.base.rules import compile_rules
from motcua.procedures.errors import ChannelClosed, PackInvalid
from motcua.ui.glyphs import UNPRINTED
from motcua.ui.paper import FONTS, render_pdf
from tests.procedures.packs import CODES, TODAY, Places, means_of, pack_of, rules_of

MEANS = Means(frozenset({"online", "counter"}), pays_online=True, signs_results=True)


def due(code, channel, answers=None, **more):
    lines = rules_of(code).fees(channel, TODAY, answers or {}, **more)
    return {line.code: line.total for line in lines}


@pytest.mark.parametrize("code", CODES)
def test_a_pack_survives_the_normal_form(code):
    content = content_of(pack_of(code))
    assert content_of(pack_from(content)) == content
    assert digest_of(content) == digest_of(content_of(pack_of(code)))


@pytest.mark.parametrize("code", CODES)
def test_samples_go_down_every_branch_and_are_valid(code):
    rules = rules_of(code)
    coverage = covering_answers(rules, today=TODAY)
    assert coverage.uncovered == frozenset()
    taken = set()
    for answers in coverage.samples:
        validated = rules.form.validate(answers, today=TODAY)
        assert validated.is_valid
        assert validated.clean == answers
        taken |= branches_of(rules, answers, TODAY)
    assert branches(rules) <= taken


@pytest.mark.parametrize("code", CODES)
def test_every_wrong_answer_is_refused_where_it_stands(code):
    rules = rules_of(code)
    for answers in covering_answers(rules, today=TODAY).samples[:3]:
        for key, wrong in wrong_answers(rules.form, answers):
            errors = rules.form.validate(wrong, today=TODAY).errors
            assert key in {item.path.split(".")[0] for item in errors}, (key, wrong.get(key))


@pytest.mark.parametrize("code", CODES)
def test_the_same_seed_gives_the_same_answers(code):
    form = rules_of(code).form
    assert sample_answers(form, seed=5, today=TODAY) == sample_answers(form, seed=5, today=TODAY)
    assert sample_answers(form, seed=5, today=TODAY) != sample_answers(form, seed=6, today=TODAY)


def test_fixed_answers_are_used_where_they_are_asked():
    form = rules_of("1.001193").form
    fixed = {"requester_name": "Trần Thị Hoa", "relation": "mother", "facility": "Trạm Y tế"}
    answers = sample_answers(form, seed=1, today=TODAY, fixed=fixed)
    assert answers["requester_name"] == "Trần Thị Hoa"
    assert answers["relation"] == "mother"
    assert ("facility" in answers) == (answers["born_at"] == "facility")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_published_schema_takes_what_the_form_takes(code, language):
    rules = rules_of(code)
    schema = answers_schema(rules.form, language)
    judge = jsonschema_rs.validator_for(schema, validate_formats=True)
    for answers in covering_answers(rules, today=TODAY).samples:
        judge.validate(answers)
    assert not judge.is_valid({"no_such_key": 1})


# --- birth registration -----------------------------------------------------------------------


def test_registering_a_birth_in_time_costs_nothing():
    assert due("1.001193", "online", {"child_birth_date": "2026-09-21"}) == {"dung-han": 0}


def test_after_sixty_days_the_province_decides_what_it_costs():
    answers = {"child_birth_date": "2026-09-20", "fee_group": "none"}
    (line,) = rules_of("1.001193").fees("online", TODAY, answers)
    assert (line.code, line.total, line.confirmed) == ("qua-han", 5000, False)
    resolution = FeeOverride(
        code="qua-han", amount=8000, basis="NQ 06/2020/NQ-HĐND", valid_from=date(2026, 1, 1)
    )
    (line,) = rules_of("1.001193").fees("online", TODAY, answers, overrides=(resolution,))
    assert (line.total, line.confirmed, line.basis) == (8000, True, "NQ 06/2020/NQ-HĐND")
    early = rules_of("1.001193").fees(
        "online", date(2025, 12, 1), answers | {"child_birth_date": "2025-01-01"},
        overrides=(resolution,),
    )  # fmt: skip
    assert early[0].total == 5000, "the resolution does not hold yet"


def test_a_poor_household_pays_nothing_even_late():
    answers = {"child_birth_date": "2026-01-01", "fee_group": "poor"}
    (line,) = rules_of("1.001193").fees("online", TODAY, answers)
    assert (line.total, line.exemption) == (0, "mien-ngheo")


def test_each_copy_has_its_price():
    answers = {"child_birth_date": "2026-11-01", "wants_copies": True, "copies": 3}
    assert due("1.001193", "counter", answers) == {"dung-han": 0, "ban-sao": 24_000}


def test_a_birth_is_registered_the_same_day():
    limit = rules_of("1.001193").limit("online", TODAY)
    assert (limit.amount, limit.unit) == (1, "same-day")
    with pytest.raises(ChannelClosed):
        rules_of("1.004222").limit("post", TODAY)
    with pytest.raises(ChannelClosed):
        rules_of("1.001612").limit("online", date(2020, 1, 1))


def asked(code, answers, channel):
    rules = rules_of(code)
    papers = rules.papers(answers, channel, TODAY)
    return {paper.code for paper in papers if paper.is_required}


def test_one_proof_of_the_birth_is_enough():
    answers = {"child_case": "ordinary", "relation": "mother"}
    papers = rules_of("1.001193").papers(answers, "online", TODAY)
    assert [paper.code for paper in missing_papers(papers, ())] == ["giay-chung-sinh"]
    assert missing_papers(papers, {"van-ban-nguoi-lam-chung"}) == ()
    assert missing_papers(papers, {"giay-cam-doan"}) == ()
    assert missing_papers(papers, (), by_data={"giay-chung-sinh"}) == ()


def test_papers_follow_the_case_and_the_way_of_filing():
    ordinary = {"child_case": "ordinary", "relation": "authorised"}
    assert "van-ban-uy-quyen" in asked("1.001193", ordinary, "online")
    assert "to-khai" not in asked("1.001193", ordinary, "online")
    assert {"to-khai", "giay-to-tuy-than"} <= asked("1.001193", ordinary, "counter")
    abandoned = {"child_case": "abandoned", "relation": "carer"}
    assert asked("1.001193", abandoned, "online") == {"bien-ban"}
    surrogacy = {"child_case": "surrogacy", "relation": "mother"}
    assert "xac-nhan-mang-thai-ho" in asked("1.001193", surrogacy, "online")


# --- permanent residence ----------------------------------------------------------------------


def test_residence_costs_half_online():
    assert due("1.004222", "online", {"fee_group": "none"}) == {"dang-ky-truc-tuyen": 10_000}
    assert due("1.004222", "counter", {"fee_group": "none"}) == {"dang-ky-truc-tiep": 20_000}
    assert due("1.004222", "online", {"fee_group": "merit"}) == {"dang-ky-truc-tuyen": 0}


def test_residence_takes_seven_working_days():
    for channel in ("online", "counter"):
        limit = rules_of("1.004222").limit(channel, TODAY)
        assert (limit.amount, limit.unit) == (7, "working-day")


def test_a_head_is_someone_else():
    rules = rules_of("1.004222")
    answers = sample_answers(
        rules.form, seed=2, today=TODAY, fixed={"is_head": False, "residence_case": "own"}
    )
    answers["head_number"] = answers["citizen_number"]
    (wrong,) = rules.form.validate(answers, today=TODAY).errors
    assert (wrong.path, wrong.code) == ("head_number", "head-is-someone-else")


# --- household business -----------------------------------------------------------------------


def test_the_business_fee_is_the_provinces_and_is_not_returned():
    (line,) = rules_of("1.001612").fees("online", TODAY)
    assert (line.total, line.confirmed, line.refundable) == (100_000, False, False)


@pytest.mark.parametrize("name", ["Công ty Hoa Sen", "cong ty abc", "Doanh nghiệp tư nhân X"])
def test_a_household_business_is_no_company(name):
    rules = rules_of("1.001612")
    answers = sample_answers(rules.form, seed=1, today=TODAY) | {"business_name": name}
    errors = rules.form.validate(answers, today=TODAY).errors
    assert [(item.path, item.code) for item in errors] == [("business_name", "no-company-words")]


@pytest.mark.parametrize(
    ("code", "born", "number"),
    [
        ("1.001612", "owner_birth_date", "owner_number"),
        ("1.004222", "birth_date", "citizen_number"),
        ("1.001193", "mother_birth", "mother_number"),
        ("1.001193", "father_birth", "father_number"),
    ],
)
def test_the_number_of_somebody_born_in_another_year_is_refused(code, born, number):
    form = rules_of(code).form
    fixed = {born: "1988-04-30", "parents": "married", "child_case": "ordinary"}
    answers = sample_answers(form, seed=1, today=TODAY, fixed=fixed)
    answers |= {number: answers.get(number) or "001088000001"}
    sex = int(answers[number][3])
    assert form.validate(answers, today=TODAY).is_valid
    answers[number] = f"001{sex}91000001"
    (wrong,) = form.validate(answers, today=TODAY).errors
    assert wrong.path == number
    assert "sinh" in wrong.say("vi")


def test_a_number_known_beforehand_brings_birth_and_sex_that_fit_it():
    form = rules_of("1.001612").form
    answers = sample_answers(form, seed=1, today=TODAY, fixed={"owner_number": "001190000123"})
    assert (answers["owner_birth_date"][:4], answers["owner_sex"]) == ("1990", "female")


def test_a_foreigner_is_told_that_only_citizens_own_a_household_business():
    rules = rules_of("1.001612")
    answers = sample_answers(rules.form, seed=1, today=TODAY) | {"owner_number": "C1234567"}
    (wrong,) = rules.form.validate(answers, today=TODAY).errors
    assert "Chỉ công dân Việt Nam" in wrong.say("vi")
    assert "passport" in wrong.say("en")
    assert any("công dân Việt Nam" in row.text["vi"] for row in rules.pack.requirements)


def test_exactly_one_line_of_business_is_the_main_one():
    rules = rules_of("1.001612")
    lines = [
        {"line_name": "Ăn uống", "line_code": "5610", "is_main": main} for main in (True, True)
    ]
    answers = sample_answers(rules.form, seed=1, today=TODAY) | {"lines": lines}
    errors = rules.form.validate(answers, today=TODAY).errors
    assert [(item.path, item.code) for item in errors] == [("lines", "one-main-line")]


# --- levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_each_shipped_procedure_reaches_the_level_it_is_meant_for(code):
    pack = pack_of(code)
    level = level_of(pack, means_of(pack), TODAY)
    assert level.level == pack.online.level
    assert (level.level == 4) == (level.lacking == ())
    assert (level.level == 4) == (pack.online.partly_because is None)


def test_most_shipped_procedures_can_be_done_wholly_online():
    full = [code for code in CODES if pack_of(code).online.level == 4]
    assert len(full) >= min(22, len(CODES) // 2)


@pytest.mark.parametrize(
    ("means", "reached", "lacking"),
    [
        (Means(frozenset({"online"}), pays_online=False, signs_results=True), 3, {"payment"}),
        (Means(frozenset({"online"}), pays_online=True, signs_results=False), 3, {"result"}),
        (
            Means(frozenset({"counter"}), pays_online=True, signs_results=True),
            2,
            {"filing", "exchange"},
        ),
    ],
)
def test_a_level_is_what_is_really_there(means, reached, lacking):
    level = level_of(pack_of("1.004222"), means, TODAY)
    assert level.level == reached
    assert {ground.code for ground in level.lacking} == lacking
    assert all(ground.words["vi"] and ground.words["en"] for ground in level.grounds)


def test_what_the_province_made_free_needs_no_payment():
    free = FeeOverride(code="dang-ky", amount=0, basis="NQ", valid_from=date(2026, 1, 1))
    means = Means(frozenset({"online"}), pays_online=False, signs_results=True, overrides=(free,))
    level = level_of(pack_of("1.001612"), means, TODAY)
    assert level.level == 4
    assert "free" in {ground.code for ground in level.grounds}


# --- process and result -----------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_steps_share_the_whole_time_and_one_signs(code):
    process = rules_of(code).process
    steps = process.steps
    assert longest(Shape(process)) == pytest.approx(1)
    last = [step.role for step in steps if "handover" in step.produces]
    assert (steps[0].role, last) == ("receptionist", ["receptionist"])
    assert [step.role for step in steps if step.signs] == ["leader"]


CONTEXT = ResultContext(
    agency_code="H26.1",
    agency_name="Ủy ban nhân dân phường Cửa Nam",
    agency_parent="Ủy ban nhân dân thành phố Hà Nội",
    place="Hà Nội",
    dossier_code="H26.1-261120-0001",
    issued_on=TODAY,
    number="07/2026",
)


def test_a_birth_certificate_says_what_was_declared():
    rules = rules_of("1.001193")
    answers = sample_answers(
        rules.form, seed=1, today=TODAY,
        fixed={
            "child_name": {"family": "Lê", "middle": "Minh", "given": "An"},
            "child_birth_date": "2026-05-17",
            "child_case": "ordinary",
            "parents": "mother-only",
            "relation": "mother",
            "mother_birth": "1995-08-21",
        },
    )  # fmt: skip
    official = {"child_citizen_number": "001326000123"}
    fields = paper_data(rules, answers, official, CONTEXT)["fields"]
    assert fields["child_name"] == "LÊ MINH AN"
    assert fields["birth_date"] == "17/05/2026"
    assert fields["birth_words"] == (
        "Ngày mười bảy tháng năm năm hai nghìn không trăm hai mươi sáu"
    )
    assert fields["mother_birth"] == "1995"
    assert fields["father_name"] is None
    assert fields["citizen_number"] == "001326000123"
    data = signed_data(rules, answers, official, CONTEXT)
    assert data["type"] == "birth-certificate/1"
    assert data["fields"]["birth_date"] == "2026-05-17"
    assert data["fields"]["register_number"] == "07/2026"


@pytest.mark.parametrize("code", CODES)
def test_a_result_becomes_a_tagged_pdf(code):
    rules = rules_of(code)
    answers = covering_answers(rules, today=TODAY).samples[0]
    official = sample_answers(rules.official_form, seed=1, today=TODAY)
    at = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    data = paper_data(rules, answers, official, CONTEXT)
    pdf = render_pdf(rules.pack.result.template.encode(), data, at=at)
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf


HOSTILE = [
    '#panic("x") $ * _ ] [ \\ <b> @x // `',
    "{{ 7*7 }} ${x} %s {0}",
    "'; DROP TABLE x; --",
    "=1+1",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_an_answer_is_printed_and_never_read_as_markup(words):
    rules = rules_of("1.001193")
    fixed = {"facility": words, "born_at": "facility", "child_case": "ordinary"}
    answers = sample_answers(rules.form, seed=1, today=TODAY, fixed=fixed)
    assert answers["facility"] == words
    data = paper_data(rules, answers, {"child_citizen_number": "001326000123"}, CONTEXT)
    at = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert render_pdf(rules.pack.result.template.encode(), data, at=at)


def test_the_printable_characters_are_those_of_the_shipped_fonts():
    drawn = {
        chr(point)
        for family in ("LiberationSerif", "NotoSansKhmer")
        for point in set.intersection(
            *(set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob(f"{family}-*.ttf")))
        )
    }
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    printed = {sign for sign in drawn if unicodedata.category(sign) not in hidden} - {"\ufffc"}
    assert {chr(point) for point in range(0x10000) if not UNPRINTED.search(chr(point))} == printed


def test_numbers_below_ten_keep_their_zero():
    assert registry_number(pack_of("1.001193").result.registry, 7, 2026) == "07/2026"
    assert registry_number(pack_of("1.004222").result.registry, 112, 2026) == "112/TB"


# --- what only the province can say -------------------------------------------------------------


def open_fee(pack):
    way = pack.channel("online")
    fee = way.fees[0].model_copy(update={"amount": None, "exemptions": ()})
    ways = tuple(row.model_copy(update={"fees": (fee,)}) for row in pack.channels)
    return pack.model_copy(update={"channels": ways})


def test_a_fee_without_an_amount_keeps_the_level_back_until_the_province_sets_it():
    pack = open_fee(pack_of("1.001612"))
    level = level_of(pack, MEANS, TODAY)
    assert (level.level, [ground.code for ground in level.lacking]) == (3, ["amount"])
    (line,) = compile_rules(pack, places=Places()).fees("online", TODAY)
    assert (line.total, line.is_known, line.confirmed) == (0, False, False)
    resolution = FeeOverride(
        code="dang-ky", amount=70_000, basis="NQ 06/2020/NQ-HĐND", valid_from=date(2026, 1, 1)
    )
    means = Means(MEANS.channels, pays_online=True, signs_results=True, overrides=(resolution,))
    assert level_of(pack, means, TODAY).level == 4
    (line,) = compile_rules(pack, places=Places()).fees("online", TODAY, overrides=(resolution,))
    assert (line.total, line.is_known) == (70_000, True)


def test_only_a_province_may_leave_an_amount_open():
    content = content_of(pack_of("1.004222"))
    del content["channels"][0]["fees"][0]["amount"]
    with pytest.raises(PackInvalid):
        pack_from(content)


def test_every_life_event_of_a_pack_has_its_page():
    known = {event.code for event in shipped_life_events()}
    unknown = {code: set(pack_of(code).life_events) - known for code in CODES}
    assert {code: events for code, events in unknown.items() if events} == {}
