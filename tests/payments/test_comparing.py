"""Whatever lines and bookings there are: every đồng is in exactly one place, in any order."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies as st

from motcua.payments.base.matching import Booked, Said, match

DAY = date(2026, 12, 31)
NUMBERS = st.sampled_from(["", "", "T1", "T2", "T3"])
NAMES = st.frozensets(st.sampled_from(["MC1", "MC2"]), max_size=2)
AMOUNTS = st.sampled_from([-20, -5, 5, 10, 20])
DAYS = st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))


@st.composite
def both(draw):
    lines = draw(st.lists(st.tuples(DAYS, NUMBERS, NAMES, AMOUNTS), max_size=7))
    booked = draw(st.lists(st.tuples(DAYS, NUMBERS, NAMES, AMOUNTS, st.booleans()), max_size=7))
    said = [Said(number, *row) for number, row in enumerate(lines)]
    once, bookings = set(), []
    for number, row in enumerate(booked):
        if row[1] not in once:
            bookings.append(Booked(100 + number, *row))
        once |= {row[1]} - {""}
    return said, bookings


@given(both(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_changes_nothing(given_, random):
    lines, bookings = given_
    found = match(lines, bookings, 1)
    random.shuffle(lines)
    random.shuffle(bookings)
    assert match(lines, bookings, 1) == found


@given(both())
def test_every_line_and_every_booking_is_in_exactly_one_place(given_):
    lines, bookings = given_
    found = match(lines, bookings, 1)
    pairs = [*found.matched, *found.other_amount]
    said = [*(line for line, _ in pairs), *found.twice, *found.only_said]
    booked = [*(booking for _, booking in pairs), *found.only_booked]
    assert sorted(said) == [one.id for one in lines]
    assert sorted(booked) == sorted(one.id for one in bookings if not one.is_taken)


@given(both())
def test_what_differs_comes_to_what_the_sums_differ_by(given_):
    lines, bookings = given_
    found = match(lines, bookings, 1)
    said, booked = {one.id: one.amount for one in lines}, {one.id: one.amount for one in bookings}
    assert all(said[line] == booked[booking] for line, booking in found.matched)
    differs = sum(said[line] - booked[booking] for line, booking in found.other_amount)
    differs += sum(said[line] for line in found.twice | found.only_said)
    differs -= sum(booked[booking] for booking in found.only_booked)
    open_ones = (one.amount for one in bookings if not one.is_taken)
    assert differs == sum(said.values()) - sum(open_ones)


@given(both())
def test_what_was_matched_once_stays_so_whatever_is_looked_at_again(given_):
    lines, bookings = given_
    found = match(lines, bookings, 1)
    held = {line for line, _ in found.matched}, {booking for _, booking in found.matched}
    left = [one for one in lines if one.id not in held[0]]
    again = [
        Booked(one.id, one.day, one.transaction, one.references, one.amount, True)
        if one.id in held[1]
        else one
        for one in bookings
    ]
    found_again = match(left, again, 1)
    assert found_again.other_amount == found.other_amount
    assert found_again.twice == found.twice
