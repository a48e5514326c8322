"""The gist of a dossier: which answers may be part of it, and how it is written."""

from __future__ import annotations

import pytest

from motcua.procedures.base.forms.gist import LONGEST, gist_findings, gist_of, may_be_told
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.loading import content_of, pack_from
from motcua.procedures.base.rules import compile_rules
from tests.procedures.packs import CODES, TODAY, Places, pack_of, rules_of

BUSINESS, BIRTH, HOUSE = "1.001612", "1.001193", "1.013225"


def told(code, *paths):
    """Give the codes of what is wrong with a gist of some answers of a pack."""
    form = pack_of(code).form.model_copy(update={"gist": paths})
    return [found for _where, found, _text in gist_findings(form)]


def test_a_gist_is_the_answers_named_in_their_order():
    rules = rules_of(BUSINESS)
    answers = sample_answers(rules.form, seed=1, today=TODAY)
    clean = rules.form.validate(answers, today=TODAY).clean
    name, line = clean["business_name"], clean["office_address"]["line"]
    assert gist_of(rules.form, clean).startswith(f"{name} · {line}, ")


def test_what_was_not_answered_is_left_out():
    form = rules_of(BUSINESS).form
    assert gist_of(form, {"business_name": "Quán Cây Bàng"}) == "Quán Cây Bàng"
    assert gist_of(form, {}) == ""


def test_a_form_without_one_tells_nothing():
    rules = rules_of(BIRTH)
    assert gist_of(rules.form, sample_answers(rules.form, seed=1, today=TODAY)) == ""


def test_a_form_of_before_tells_what_a_later_one_names_if_it_asks_it_and_may_tell_it():
    rules = rules_of(BUSINESS)
    clean = {"business_name": "Quán Cây Bàng", "owner_name": "Nguyễn Thị An"}
    named = ("business_name", "owner_name", "nothing_asked")
    later = rules.form.spec.model_copy(update={"gist": named})
    assert gist_of(rules.form, clean, later) == "Quán Cây Bàng"


def test_a_long_gist_is_cut_between_words():
    long = gist_of(rules_of(BUSINESS).form, {"business_name": "Quán ăn rất ngon " * 30})
    assert len(long) <= LONGEST
    assert long.endswith(("Quán…", "ăn…", "rất…", "ngon…"))


@pytest.mark.parametrize(
    ("code", "path"),
    [
        (BUSINESS, "owner_name"),
        (BUSINESS, "owner_number"),
        (BUSINESS, "owner_phone"),
        (BUSINESS, "owner_sex"),
        (BUSINESS, "owner_birth_date"),
        (BUSINESS, "owner_address"),
        (BIRTH, "child_sex"),
        ("2.000720", "new_owner_address"),
        ("3.000347", "licence_number"),
        ("2.000063", "merchant_phone"),
    ],
)
def test_what_is_bound_to_a_persons_identity_is_refused(code, path):
    assert told(code, path) == ["gist-personal"]


def test_what_is_not_a_short_answer_of_its_own_is_refused():
    assert told(BUSINESS, "capital") == ["gist-kind"]
    assert told(BUSINESS, "members", "no_such", "business_name.part") == [
        "gist-kind",
        "gist",
        "gist",
    ]
    assert told(BUSINESS, "business_name", "office_address") == []


@pytest.mark.parametrize("code", CODES)
def test_nothing_that_may_be_told_is_refused(code):
    form = pack_of(code).form
    assert told(code, *(path for path, _question in may_be_told(form))) == []


def test_parts_of_an_enterprise_may_be_told_but_not_who_represents_it():
    content = content_of(pack_of(BUSINESS))
    asked = {
        "key": "firm",
        "kind": "enterprise",
        "label": {"vi": "Doanh nghiệp", "en": "Enterprise"},
        "prefill": "organisation",
        "basis": "Luật Doanh nghiệp",
        "mark": "recalled",
    }
    content["form"]["pages"][0]["questions"].append(asked)
    content["form"]["gist"] = ["firm.name", "firm.seat", "firm.representative", "firm"]
    pack = pack_from(content)
    found = [code for _where, code, _text in gist_findings(pack.form)]
    assert found == ["gist-personal", "gist-kind"]
    form = compile_rules(pack, places=Places()).form
    seat = {"line": "1 Hàng Bạc", "province": "01", "commune": "00004"}
    clean = {"firm": {"name": "Công ty Ví Dụ", "seat": seat, "representative": ""}}
    assert gist_of(form, clean).startswith("Công ty Ví Dụ · 1 Hàng Bạc, Phường Ba Đình")


def test_a_gist_is_part_of_the_version_and_of_what_is_published_of_it():
    assert content_of(pack_of(HOUSE))["form"]["gist"] == ["site_address", "plot"]
    assert "gist" not in content_of(pack_of(BIRTH))["form"]
