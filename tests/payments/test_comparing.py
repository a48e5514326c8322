"""Whatever lines and bookings there are: every đồng is in exactly one place, in any order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings, strategies as st

from motcua.kernel.clock import ZONE
from motcua.kernel.files import keep_own
from motcua.payments.actions import reconcile
from motcua.payments.actions.booking import book, clearing, suspense
from motcua.payments.enums import LineKind
from motcua.payments.models import (
    AccountDay,
    Difference,
    LedgerTransaction,
    StatementAccount,
    StatementFile,
    StatementLine,
)
from tests.cast import NOW
from tests.payments.bank import order
from tests.payments.matching import Booked, Said, match

DAY = date(2026, 12, 31)
NUMBERS = st.sampled_from(["", "", "T1", "T2", "T3"])
NAMES = st.frozensets(st.sampled_from([0, 1]), max_size=2)
AMOUNTS = st.sampled_from([-20, -5, 5, 10, 20])
DAYS = st.integers(-2, 2).map(lambda days: DAY + timedelta(days=days))


@st.composite
def both(draw):
    lines = draw(st.lists(st.tuples(DAYS, NUMBERS, NAMES, AMOUNTS), max_size=7))
    booked = draw(
        st.lists(st.tuples(DAYS, NUMBERS, st.sampled_from([None, 0, 1]), AMOUNTS), max_size=7)
    )
    once, bookings = set(), []
    for row in booked:
        if row[1] not in once:
            bookings.append(row)
        once |= {row[1]} - {""}
    return lines, bookings


def account():
    first = DAY - timedelta(days=9)
    return StatementAccount.objects.create(
        provider="bank", number="1", since=first, open_since=first
    )


def kept(lines, bookings):
    """Lay lines and bookings into an empty database; give them as the oracle takes them."""
    orders = [order(f"debt:{number}") for number in range(2)]
    made = account()
    file = StatementFile.objects.create(
        account=made,
        file=keep_own(b"x", name="x", media_type="text/csv", now=NOW),
        sha256="x",
        form="csv",
        brought_at=NOW,
    )
    said = []
    for place, (day, number, names, amount) in enumerate(lines):
        words = " ".join(orders[one].reference for one in sorted(names))
        row = StatementLine.objects.create(
            account=made,
            file=file,
            number=place,
            identity=str(place),
            day=day,
            transaction=number,
            amount=amount,
            kind=LineKind.PAYMENT,
            content=words,
        )
        references = frozenset() if number else frozenset(orders[one].reference for one in names)
        said.append(Said(row.pk, day, number, references, amount))
    booked = []
    for place, (day, number, name, amount) in enumerate(bookings):
        key = f"bank:{number}" if number else f"bank:none-{place}"
        sides = [(clearing("bank"), amount), (suspense("bank"), -amount)]
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)
        of = None if name is None else orders[name]
        book(key, sides, order=of, description="x", now=noon)
        pk = LedgerTransaction.objects.get(key=key).pk
        references = frozenset([of.reference] if of else [])
        booked.append(Booked(pk, day, key.removeprefix("bank:"), references, amount))
    return made, said, booked


def found():
    pairs = StatementLine.objects.filter(state="matched").values_list("pk", "booking")
    differing = Difference.objects.filter(state="open").values_list(
        "kind", "line", "booking", "amount"
    )
    return set(pairs), set(differing)


def expected(said, booked, within=1):
    amounts = {one.id: one.amount for one in said}
    held = {one.id: one.amount for one in booked}
    told = match(said, booked, within)
    differing = {("said", line, None, amounts[line]) for line in told.only_said}
    differing |= {("twice", line, None, amounts[line]) for line in told.twice}
    differing |= {
        ("amount", line, one, amounts[line] - held[one]) for line, one in told.other_amount
    }
    differing |= {("booked", None, one, -held[one]) for one in told.only_booked}
    return set(told.matched), differing


@pytest.mark.django_db
@settings(max_examples=60)
@given(both())
def test_the_database_finds_what_a_patient_reader_finds(given_):
    with transaction.atomic():
        made, said, booked = kept(*given_)
        for number in range(-9, 9):
            AccountDay.objects.create(
                account=made, day=DAY + timedelta(days=number), file=made.files.get()
            )
        reconcile(provider="bank", now=NOW)
        assert found() == expected(said, booked)
        reconcile(provider="bank", now=NOW)
        assert found() == expected(said, booked)
        transaction.set_rollback(True)
