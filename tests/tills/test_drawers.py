"""Cash from the counter to the bank: opened, taken, given on, counted, and booked to the đồng."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel.actors import Actor, Power
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.enums import AccountKind
from motcua.payments.models import DayClosing, LedgerEntry, Order
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.takings import takings_of
from motcua.tills.actions import (
    close_day,
    count_drawer,
    decide_count,
    decide_hand_over,
    deposit,
    drawer_for_cash,
    hand_over,
    open_drawer,
)
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.errors import (
    CountChanged,
    DrawerNotFound,
    DrawerNotOpen,
    DrawersUncounted,
    HandOverWaits,
    NotesWrong,
    ReasonNeeded,
    TooMuchCash,
)
from motcua.tills.models import Drawer
from motcua.tills.queries import lies_in
from tests.cast import NOW
from tests.payments.bank import order

K = AccountKind
CHANGE = 200_000


@pytest.fixture
def clerk(world):
    return world.actor("receptionist")


@pytest.fixture
def accountant(world):
    return world.actor("accountant")


@pytest.fixture
def drawer(clerk):
    return open_drawer(actor=clerk, began_with=CHANGE, now=NOW)


def lying(kind):
    assert ledger_balance() == 0
    return sum(LedgerEntry.objects.filter(account__kind=kind).values_list("amount", flat=True))


def take(actor, key="a", amount=50_000):
    bill = order(key, amount=amount)
    word = Word(f"cash:{bill.public_id}", "received", "cash", bill.reference, amount, "")
    with transaction.atomic():
        drawer = drawer_for_cash(actor=actor, now=NOW)
        hear(provider="cash", word=word, body=b"", now=NOW, lies_at=drawer)
    return bill


def counted(actor, drawer, pieces, reason="", now=NOW):
    return count_drawer(
        actor=actor, drawer_id=drawer.public_id, pieces=pieces, reason=reason, now=now
    )


def test_what_a_clerk_takes_lies_in_his_drawer_and_is_the_agencys_income(clerk, drawer):
    bill = take(clerk)
    assert Order.objects.get(pk=bill.pk).state == "paid"
    assert lies_in(drawer) == CHANGE + 50_000
    assert (lying(K.DRAWER), lying(K.ADVANCE), lying(K.INCOME)) == (250_000, -CHANGE, -50_000)
    assert takings_of(bill.agency_id, NOW.date()).lines[0].provider == "cash"


def test_a_drawer_is_opened_once_however_often_it_is_asked_for(clerk, drawer):
    assert open_drawer(actor=clerk, began_with=900_000, now=NOW) == drawer
    assert lying(K.DRAWER) == CHANGE


def test_who_takes_money_without_having_opened_a_drawer_answers_for_it_all_the_same(clerk):
    take(clerk)
    drawer = Drawer.objects.get(official=clerk.official_id)
    assert (drawer.state, drawer.began_with, lies_in(drawer)) == (DrawerState.OPEN, 0, 50_000)


def test_a_count_that_agrees_closes_the_drawer_and_empties_it_into_the_safe(clerk, drawer):
    take(clerk)
    done = counted(clerk, drawer, {200_000: 1, 50_000: 1})
    assert (done.state, done.counted, done.difference) == (DrawerState.CLOSED, 250_000, 0)
    assert done.pieces == {"200000": 1, "50000": 1}
    assert (lying(K.DRAWER), lying(K.SAFE), lying(K.ADVANCE)) == (0, 50_000, 0)
    assert counted(clerk, drawer, {1_000: 1}).counted == 250_000


@pytest.mark.parametrize(
    ("pieces", "by"), [({200_000: 1, 20_000: 2}, -10_000), ({500_000: 1}, 250_000)]
)
def test_a_difference_has_a_reason_and_a_second_person(clerk, accountant, drawer, pieces, by):
    take(clerk)
    with pytest.raises(ReasonNeeded) as asked:
        counted(clerk, drawer, pieces)
    assert asked.value.details["by"] == by
    waiting = counted(clerk, drawer, pieces, "Trả lại nhầm tiền thừa.")
    assert (waiting.state, lying(K.DIFFERENCE)) == (DrawerState.COUNTED, 0)
    with pytest.raises(NotAllowed):
        decide_count(actor=clerk, drawer_id=drawer.public_id, agrees=True, now=NOW)
    done = decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=True, now=NOW)
    assert done.state == DrawerState.CLOSED
    assert (lying(K.DRAWER), lying(K.DIFFERENCE), lying(K.ADVANCE)) == (0, -by, 0)
    assert lying(K.SAFE) == 50_000 + by
    again = decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=True, now=NOW)
    assert again.closed_at == done.closed_at
    acts = AuditRow.objects.filter(action__startswith="tills.").order_by("id")
    assert [row.action for row in acts] == [
        "tills.open_drawer",
        "tills.count_drawer",
        "tills.count_drawer",
        "tills.agree_count",
    ]


def test_who_was_told_what_is_missing_does_not_find_it_alone(clerk, accountant, drawer):
    with pytest.raises(ReasonNeeded):
        counted(clerk, drawer, {100_000: 1})
    with pytest.raises(CountChanged) as asked:
        counted(clerk, drawer, {100_000: 2})
    assert asked.value.details["by"] == -100_000
    waiting = counted(clerk, drawer, {100_000: 2}, "Hai tờ dính nhau.")
    assert (waiting.state, waiting.difference, waiting.first_by) == ("counted", 0, -100_000)
    done = decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=True, now=NOW)
    assert (done.state, lying(K.DRAWER), lying(K.DIFFERENCE)) == (DrawerState.CLOSED, 0, 0)


def test_nobody_agrees_to_the_difference_of_his_own_drawer(world, drawer):
    both = Actor(
        "official",
        official_id=drawer.official_id,
        powers=(Power(Role.RECEPTIONIST, world.ward.pk), Power(Role.ACCOUNTANT, world.ward.pk)),
    )
    counted(both, drawer, {100_000: 1}, "Thiếu.")
    with pytest.raises(NotAllowed):
        decide_count(actor=both, drawer_id=drawer.public_id, agrees=True, now=NOW)


def test_a_difference_that_is_refused_is_counted_again(clerk, accountant, drawer):
    counted(clerk, drawer, {100_000: 1}, "Thiếu.")
    decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=False, now=NOW)
    assert counted(clerk, drawer, {200_000: 1}).state == DrawerState.CLOSED
    assert (lying(K.DRAWER), lying(K.SAFE), lying(K.DIFFERENCE)) == (0, 0, 0)


def test_money_taken_after_the_count_goes_into_a_new_drawer(clerk, accountant, drawer):
    counted(clerk, drawer, {100_000: 1}, "Thiếu.")
    take(clerk)
    assert lies_in(drawer) == CHANGE
    with pytest.raises(DrawerNotOpen):
        decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=False, now=NOW)
    decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=True, now=NOW)
    assert (lying(K.DRAWER), lying(K.SAFE)) == (50_000, 0)
    assert (lying(K.ADVANCE), lying(K.DIFFERENCE)) == (-100_000, 100_000)


def given(clerk, drawer, pieces, key="give-1"):
    return hand_over(actor=clerk, drawer_id=drawer.public_id, pieces=pieces, key=key, now=NOW)


def decided(actor, one, *, takes=True):
    return decide_hand_over(actor=actor, hand_over_id=one.public_id, takes=takes, now=NOW)


def test_cash_given_on_is_the_clerks_until_the_accountant_has_counted_it(clerk, accountant, drawer):
    one = given(clerk, drawer, {100_000: 1})
    assert given(clerk, drawer, {100_000: 1}) == one
    assert (lies_in(drawer), lying(K.SAFE)) == (CHANGE, 0)
    with pytest.raises(HandOverWaits):
        counted(clerk, drawer, {100_000: 1})
    assert decided(accountant, one).state == HandOverState.TAKEN
    decided(accountant, one)
    assert (lies_in(drawer), lying(K.SAFE)) == (100_000, 100_000)


def test_a_colleague_takes_cash_into_a_drawer_of_his_own(world, clerk, drawer):
    colleague = Actor(
        "official",
        official_id=world.actor("specialist").official_id,
        powers=(Power(Role.RECEPTIONIST, world.ward.pk),),
    )
    one = decided(colleague, given(clerk, drawer, {50_000: 2}))
    assert (lies_in(drawer), lies_in(one.to_drawer)) == (100_000, 100_000)
    assert lying(K.DRAWER) == CHANGE


def test_cash_that_nobody_takes_stays_where_it_was(clerk, accountant, drawer):
    decided(accountant, given(clerk, drawer, {100_000: 1}), takes=False)
    assert (lies_in(drawer), lying(K.SAFE)) == (CHANGE, 0)
    assert counted(clerk, drawer, {200_000: 1}).state == DrawerState.CLOSED


def test_nobody_gives_on_more_than_there_is_nor_receives_what_he_gave(clerk, drawer):
    given(clerk, drawer, {100_000: 1})
    with pytest.raises(TooMuchCash) as refused:
        given(clerk, drawer, {200_000: 1}, "give-2")
    assert refused.value.details["has"] == 100_000
    with pytest.raises(NotAllowed):
        decided(clerk, given(clerk, drawer, {100_000: 1}))


@pytest.mark.parametrize("pieces", [{30_000: 1}, {1_000: -1}, {1_000: 10**9}])
def test_notes_that_do_not_exist_are_not_counted(clerk, drawer, pieces):
    with pytest.raises(NotesWrong):
        counted(clerk, drawer, pieces)


def test_a_strangers_drawer_is_not_there(world, accountant, drawer):
    stranger = world.actor("citizen")
    with pytest.raises(NotAllowed):
        open_drawer(actor=stranger, began_with=0, now=NOW)
    with pytest.raises(DrawerNotFound):
        counted(accountant, drawer, {})
    with pytest.raises(DrawerNotFound):
        decide_count(actor=stranger, drawer_id=drawer.public_id, agrees=True, now=NOW)


def brought(accountant, world, amount, key="bank-1"):
    return deposit(actor=accountant, agency_id=world.ward.pk, amount=amount, key=key, now=NOW)


def arrive(made, amount, number="FT1"):
    content = f"NOP QUY {made.reference.lower()}"
    word = Word(f"evt-{number}", "received", "transfer.received", content, amount, number)
    return hear(provider="bank", word=word, body=b"{}", now=NOW + timedelta(hours=1))


def test_cash_brought_to_the_bank_is_on_its_way_until_the_bank_has_it(
    world, clerk, accountant, drawer
):
    take(clerk)
    counted(clerk, drawer, {200_000: 1, 50_000: 1})
    with pytest.raises(TooMuchCash):
        brought(accountant, world, 50_001)
    made = brought(accountant, world, 50_000)
    assert brought(accountant, world, 50_000) == made
    assert (lying(K.SAFE), lying(K.TRANSIT), lying(K.CLEARING)) == (0, 50_000, 0)
    arrive(made, 50_000)
    arrive(made, 50_000)
    assert (lying(K.TRANSIT), lying(K.CLEARING), lying(K.SUSPENSE)) == (0, 50_000, 0)


def test_more_than_was_brought_to_the_bank_is_unclear(world, clerk, accountant, drawer):
    take(clerk)
    counted(clerk, drawer, {200_000: 1, 50_000: 1})
    made = brought(accountant, world, 40_000)
    arrive(made, 30_000)
    arrive(made, 15_000, "FT2")
    arrive(made, 1_000, "FT3")
    assert (lying(K.TRANSIT), lying(K.CLEARING), lying(K.SUSPENSE)) == (0, 46_000, -6_000)


def test_only_accountants_bring_cash_to_the_bank(world, clerk):
    with pytest.raises(NotAllowed):
        brought(clerk, world, 1)


def test_a_day_is_closed_only_once_its_drawers_were_counted(clerk, accountant, drawer):
    take(clerk)
    evening, morning = NOW + timedelta(hours=8), NOW + timedelta(days=1)
    day = {"actor": accountant, "agency_id": drawer.agency_id, "day": NOW.date(), "now": morning}
    with pytest.raises(DrawersUncounted):
        close_day(**day)
    counted(clerk, drawer, {200_000: 1}, "Thiếu.", now=evening)
    with pytest.raises(DrawersUncounted) as refused:
        close_day(**day)
    assert refused.value.details["drawers"] == [str(drawer.public_id)]
    assert not DayClosing.objects.exists()
    decide_count(actor=accountant, drawer_id=drawer.public_id, agrees=True, now=evening)
    open_drawer(actor=clerk, began_with=CHANGE, now=morning)
    assert close_day(**day).taken == 50_000
    assert close_day(**day).pk == DayClosing.objects.get().pk


def test_who_may_not_close_a_day_is_not_told_of_its_drawers(clerk, drawer):
    with pytest.raises(NotAllowed):
        close_day(
            actor=clerk,
            agency_id=drawer.agency_id,
            day=NOW.date(),
            now=NOW + timedelta(days=1),
        )
