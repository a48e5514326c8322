"""Fees by channel, quantity, bracket, province, reduction and exemption, against sums of our own.

The sums here know nothing of the code they judge: they read a fee as the law is read, row by row.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given, strategies as st

from motcua.procedures.base.conditions.scopes import Scope, Type
from motcua.procedures.base.fees import FeeOverride, compile_fee, fee_lines, kept_line
from motcua.procedures.base.packs import Fee

SCOPE = Scope({"n": Type.NUMBER, "poor": Type.FLAG, "merit": Type.FLAG})
FIRST = date(2026, 1, 1)
AMOUNTS = st.integers(0, 5_000_000)
PERCENTS = st.integers(0, 99)
COUNTS = st.integers(1, 400)
WHO = st.tuples(st.booleans(), st.booleans(), st.booleans())  # poor, with the paper, of merit
CHANNELS = st.sampled_from(["online", "counter", "post"])


def day_of(number):
    return FIRST + timedelta(days=number)


@st.composite
def stretches(draw):
    """Give from when something holds and until when, or without an end."""
    begins = draw(st.integers(0, 300))
    ends = draw(st.none() | st.integers(begins + 1, 400))
    return begins, ends


def holds(stretch, day):
    begins, ends = stretch
    return begins <= day and (ends is None or day < ends)


def dated(stretch):
    begins, ends = stretch
    return {"valid_from": day_of(begins), "valid_to": None if ends is None else day_of(ends)}


@st.composite
def brackets(draw):
    """Give some tops that rise, each with an amount, at once or for each; the last open."""
    tops = sorted(draw(st.sets(st.integers(1, 300), max_size=4)))
    rows = [(top, draw(AMOUNTS), draw(st.booleans())) for top in (*tops, None)]
    return draw(st.just([]) | st.just(rows))


@st.composite
def overrides(draw):
    """Give a province's rows: a stretch that begins on a day of its own, a channel, an amount."""
    begun = draw(st.lists(st.integers(0, 300), unique=True, max_size=4))
    return [
        ((begins, None), draw(st.none() | CHANNELS), draw(AMOUNTS), f"NQ {number}")
        for number, begins in enumerate(begun)
    ]


FACTS = st.fixed_dictionaries(
    {
        "amount": AMOUNTS,
        "brackets": brackets(),
        "reduction": st.none() | st.tuples(stretches(), PERCENTS),
        "exemption": st.none() | st.tuples(PERCENTS, st.booleans()),
        "second": st.none() | PERCENTS,
        "set_by": st.sampled_from(["nation", "province"]),
        "overrides": overrides(),
        "stretch": stretches(),
    }
)


def compiled(facts):
    exemption = facts["exemption"]
    content = {
        "code": "phi",
        "name": {"vi": "Phí"},
        "due": "at-filing",
        "basis": "Thông tư 1",
        "quantity": "n",
        "amount": facts["amount"],
        "set_by": facts["set_by"],
        "brackets": [
            {"up_to": top, "amount": amount, "each": each, "basis": "Thông tư 2"}
            for top, amount, each in facts["brackets"]
        ],
        "reductions": [
            {"percent": percent, "basis": "Thông tư 3", **dated(stretch)}
            for stretch, percent in filter(None, [facts["reduction"]])
        ],
        "exemptions": [
            {
                "code": "ngheo",
                "name": {"vi": "Hộ nghèo"},
                "when": "poor",
                "percent": percent,
                "proof": "so-ngheo" if is_proved else None,
                "basis": "Luật",
            }
            for percent, is_proved in filter(None, [exemption])
        ]
        + [
            {
                "code": "co-cong",
                "name": {"vi": "Người có công"},
                "when": "merit",
                "percent": percent,
                "basis": "Pháp lệnh",
            }
            for percent in [facts["second"]]
            if percent is not None
        ],
        **dated(facts["stretch"]),
    }
    return compile_fee(Fee.model_validate(content), SCOPE)


def own_rows(facts):
    return [
        FeeOverride(code="phi", channel=way, amount=amount, basis=basis, **dated(stretch))
        for stretch, way, amount, basis in facts["overrides"]
    ]


def price_of(facts, count, channel, day):
    """Say what a number of them cost before anything makes it less."""
    if facts["set_by"] == "province":
        own = [row for row in facts["overrides"] if holds(row[0], day)]
        named = [row for row in own if row[1] == channel]
        general = [row for row in own if row[1] is None]
        for rows in (named, general):
            if rows:
                latest = max(rows, key=lambda row: row[0][0])
                return latest[2] * count
    for top, amount, each in facts["brackets"]:
        if top is None or count <= top:
            return amount * (count if each else 1)
    return facts["amount"] * count


def left_of(facts, channel, day, *, poor, has_paper, merit=False):
    """Say how many percent are still due: of all that makes it less, by what does so most."""
    left = [100]
    if facts["exemption"] and poor:
        percent, is_proved = facts["exemption"]
        if has_paper or not is_proved:
            left.append(percent)
    if facts["second"] is not None and merit:
        left.append(facts["second"])
    if facts["reduction"] and channel == "online" and holds(facts["reduction"][0], day):
        left.append(facts["reduction"][1])
    return min(left)


@given(FACTS, COUNTS, CHANNELS, st.integers(0, 420), WHO)
@example(
    {
        "amount": 10_000,
        "brackets": [],
        "reduction": ((0, None), 50),
        "exemption": (0, True),
        "second": 60,
        "set_by": "province",
        "overrides": [((0, None), None, 8_000, "NQ 0"), ((5, None), "online", 7_000, "NQ 1")],
        "stretch": (0, None),
    },
    3,
    "online",
    10,
    (True, False, True),
)
def test_what_is_due_is_the_sum_of_the_rows_that_hold(facts, count, channel, day, who):
    poor, paper, merit = who
    fee = compiled(facts).with_papers({"so-ngheo"} if paper else ())
    answers = {"n": count, "poor": poor, "merit": merit}
    lines = fee_lines([fee], answers, day_of(day), overrides=own_rows(facts), channel=channel)
    if not holds(facts["stretch"], day):
        assert lines == ()
        return
    (line,) = lines
    full = price_of(facts, count, channel, day)
    left = left_of(facts, channel, day, poor=poor, has_paper=paper, merit=merit)
    assert line.total == full * left // 100
    assert line.amount * line.quantity == full


@given(FACTS, COUNTS, CHANNELS, st.integers(0, 420), st.booleans())
def test_a_claim_keeps_what_is_due_without_it(facts, count, channel, day, merit):
    fee, answers = compiled(facts), {"n": count, "poor": True, "merit": merit}
    by = {"overrides": own_rows(facts), "channel": channel}
    claimed = fee_lines([fee.with_papers({"so-ngheo"})], answers, day_of(day), **by)
    without = fee_lines([fee.with_papers(())], answers, day_of(day), **by)
    for line, ordinary in zip(claimed, without, strict=True):
        kept = kept_line(line, day_of(day))
        best = left_of(facts, channel, day, poor=True, has_paper=False, merit=merit)
        if facts["exemption"] and facts["exemption"][1] and facts["exemption"][0] < best:
            (claim,) = kept["claims"]
            assert (claim["proof"], claim["state"]) == ("so-ngheo", "asked")
            assert claim["line"] | {"claims": [claim], "ordinary": kept["ordinary"]} == kept
            assert kept["ordinary"] == kept_line(ordinary, day_of(day))
        else:
            assert "claims" not in kept
            assert line.total == ordinary.total


@given(st.lists(FACTS, min_size=1, max_size=5), COUNTS, CHANNELS, st.integers(0, 420))
def test_fees_beside_each_other_do_not_change_each_other(rows, count, channel, day):
    answers, at = {"n": count, "poor": False, "merit": False}, day_of(day)
    together = fee_lines([compiled(row) for row in rows], answers, at, channel=channel)
    apart = [
        line for row in rows for line in fee_lines([compiled(row)], answers, at, channel=channel)
    ]
    assert [line.total for line in together] == [line.total for line in apart]
