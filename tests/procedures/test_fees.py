"""What is due: by bracket, less online, by what the province set."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from motcua.procedures.base.conditions.scopes import Scope, Type
from motcua.procedures.base.fees import FeeOverride, compile_fee, fee_lines, kept_line
from motcua.procedures.base.packs import Fee

SCOPE = Scope({"area": Type.NUMBER, "poor": Type.FLAG})
DAY = date(2026, 11, 20)
BASE = {
    "code": "phi",
    "name": {"vi": "Phí thẩm định", "en": "Examination fee"},
    "valid_from": "2026-01-01",
    "due": "at-filing",
    "basis": "Thông tư 01",
    "quantity": "area",
    "brackets": [
        {"up_to": 100, "amount": 200_000, "basis": "Thông tư 01, Điều 4"},
        {"up_to": 500, "amount": 3_000, "each": True, "basis": "Thông tư 01, Điều 5"},
        {"amount": 2_000_000, "basis": "Thông tư 01, Điều 6"},
    ],
    "reductions": [
        {
            "percent": 50,
            "valid_from": "2026-01-01",
            "valid_to": "2026-12-01",
            "basis": "Thông tư 02",
        }
    ],
    "exemptions": [
        {"code": "ngheo", "name": {"vi": "Hộ nghèo"}, "when": "poor", "basis": "Luật phí, Điều 10"}
    ],
}


@cache
def fee():
    return compile_fee(Fee.model_validate(BASE), SCOPE)


def due(area, channel="counter", day=DAY, *, poor=False, overrides=()):
    (line,) = fee_lines(
        [fee()], {"area": area, "poor": poor}, day, overrides=overrides, channel=channel
    )
    return line


@pytest.mark.parametrize(
    ("area", "total", "article"),
    [
        (1, 200_000, 4),
        (100, 200_000, 4),
        (101, 303_000, 5),
        (500, 1_500_000, 5),
        (501, 2_000_000, 6),
    ],
)
def test_the_bracket_that_holds_the_quantity_says_what_is_due(area, total, article):
    line = due(area)
    assert (line.total, line.basis) == (total, f"Thông tư 01, Điều {article}")
    assert line.amount * line.quantity == total


def test_filing_online_costs_less_while_the_reduction_holds():
    line = due(50, "online")
    assert (line.total, line.reduced_to, line.basis) == (100_000, 50, "Thông tư 02")
    assert due(50, "online", date(2026, 12, 1)).total == 200_000
    assert due(50, "counter").total == 200_000


def test_who_is_exempt_has_no_reduction_beside_it():
    line = due(50, "online", poor=True)
    assert (line.total, line.exemption, line.reduced_to) == (0, "ngheo", 100)


def test_what_the_province_set_replaces_brackets():
    local = {**BASE, "set_by": "province"}
    row = compile_fee(Fee.model_validate(local), SCOPE)
    own = FeeOverride(code="phi", amount=1_000, basis="Nghị quyết 5", valid_from=date(2026, 1, 1))
    (line,) = fee_lines([row], {"area": 50}, DAY, overrides=[own], channel="counter")
    assert (line.total, line.basis) == (50_000, "Nghị quyết 5")


def test_a_fee_of_brackets_needs_no_amount_and_one_of_neither_is_refused():
    assert Fee.model_validate(BASE).amount is None
    with pytest.raises(ValueError, match="a fee has an amount"):
        Fee.model_validate({**BASE, "brackets": []})


PROVED = {**BASE, "exemptions": [{**BASE["exemptions"][0], "proof": "so-ho-ngheo"}]}


def claimed(papers):
    row = compile_fee(Fee.model_validate(PROVED), SCOPE).with_papers(papers)
    (line,) = fee_lines([row], {"area": 50, "poor": True}, DAY, channel="online")
    return line


def test_an_exemption_with_a_proof_counts_only_where_its_paper_comes():
    assert (claimed({"so-ho-ngheo"}).total, claimed({"so-ho-ngheo"}).proof) == (0, "so-ho-ngheo")
    assert (claimed(()).total, claimed(()).proof) == (100_000, "")


def test_a_claim_knows_the_line_that_is_due_without_it():
    ordinary = claimed({"so-ho-ngheo"}).ordinary
    assert (ordinary.total, ordinary.reduced_to, ordinary.basis) == (100_000, 50, "Thông tư 02")


def test_of_several_exemptions_the_one_that_leaves_least_counts_and_a_claim_falls_back_on_it():
    second = {"code": "giam", "name": {"vi": "Được giảm"}, "when": "poor", "percent": 30}
    both = {**PROVED, "exemptions": [{**second, "basis": "Luật phí"}, *PROVED["exemptions"]]}
    row = compile_fee(Fee.model_validate(both), SCOPE)
    (line,) = fee_lines([row], {"area": 50, "poor": True}, DAY, channel="online")
    assert (line.exemption, line.total, line.proof) == ("ngheo", 0, "so-ho-ngheo")
    assert (line.ordinary.exemption, line.ordinary.total) == ("giam", 60_000)


def test_where_the_proof_of_one_lacks_the_next_that_holds_counts():
    second = {"code": "giam", "name": {"vi": "Được giảm"}, "when": "poor", "percent": 30}
    both = {**PROVED, "exemptions": [*PROVED["exemptions"], {**second, "basis": "Luật phí"}]}
    row = compile_fee(Fee.model_validate(both), SCOPE).with_papers(())
    (line,) = fee_lines([row], {"area": 50, "poor": True}, DAY, channel="counter")
    assert (line.exemption, line.total) == ("giam", 60_000)


def test_of_two_claims_each_is_known_with_what_is_due_by_it_and_by_none():
    second = {"code": "giam", "name": {"vi": "Được giảm"}, "when": "poor", "percent": 30}
    second |= {"proof": "giay-giam", "basis": "Luật phí"}
    both = {**PROVED, "exemptions": [second, *PROVED["exemptions"]]}
    row = compile_fee(Fee.model_validate(both), SCOPE)
    (line,) = fee_lines([row], {"area": 50, "poor": True}, DAY, channel="online")
    assert [(one.proof, one.total) for one in line.claimed] == [
        ("so-ho-ngheo", 0),
        ("giay-giam", 60_000),
    ]
    assert (line.ordinary.total, line.ordinary.reduced_to) == (100_000, 50)
    kept = kept_line(line, DAY)
    assert [claim["line"]["total"] for claim in kept["claims"]] == [0, 60_000]


def test_a_claim_that_leaves_no_less_than_what_needs_no_paper_is_none():
    second = {"code": "giam", "name": {"vi": "Được giảm"}, "when": "poor", "percent": 50}
    second |= {"proof": "giay-giam", "basis": "Luật phí"}
    both = {**PROVED, "exemptions": [second, *PROVED["exemptions"]]}
    row = compile_fee(Fee.model_validate(both), SCOPE)
    (line,) = fee_lines([row], {"area": 50, "poor": True}, DAY, channel="online")
    assert [one.proof for one in line.claimed] == ["so-ho-ngheo"]
