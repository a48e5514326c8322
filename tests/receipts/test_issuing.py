"""A paid order gets one receipt, its number follows the last one, and nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.agencies.actions import register_agency
from motcua.agencies.actions.structure import AgencyFacts
from motcua.kernel import outbox
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.errors import NotAllowed
from motcua.kernel.events import Happened
from motcua.kernel.models import AuditRow
from motcua.kernel.roles import APP, ensure_roles
from motcua.notifications.models import OfficialNotice
from motcua.receipts.actions import (
    Paid,
    issue_receipt,
    issue_receipts,
    owe_receipts,
    sweep,
)
from motcua.receipts.actions.numbering import take_numbers
from motcua.receipts.base import Rule, receipt_rules, rule_on
from motcua.receipts.errors import ReceiptNotFound, RuleMissing, SeriesFull, SeriesMissing
from motcua.receipts.handlers import owe
from motcua.receipts.models import Counter, Due, Receipt
from motcua.receipts.queries import number_of
from motcua.receipts.queries.proving import proof_of
from motcua.receipts.tasks import issue
from tests.cast import NOW, SINCE
from tests.payments.bank import agency
from tests.receipts.making import arrive, paid, receipt_of, series, unpaid, with_key, written

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)


@pytest.fixture
def office():
    found = agency()
    series(found)
    return found


def test_a_receipt_says_who_collected_what_of_whom_and_how_much(office):
    receipt = receipt_of(paid(office, 105_000))
    assert (receipt.form_symbol, receipt.symbol, number_of(receipt)) == (
        "01BLP0-001",
        "AA-26E",
        "0000001",
    )
    assert (receipt.collector_name, receipt.collector_tax_code) == (
        "Ủy ban nhân dân Phường Thử",
        "0100109106",
    )
    assert receipt.lines == [
        {"code": "fee", "name": "Lệ phí đăng ký thường trú", "amount": 105_000}
    ]
    assert (receipt.amount, receipt.effect) == (105_000, 105_000)
    assert receipt.in_words == "Một trăm linh năm nghìn đồng"
    assert receipt.issued_on.isoformat() == "2026-11-20"
    [row] = AuditRow.objects.filter(action="receipts.issue")
    assert row.data == {"symbol": "AA-26E", "number": 1, "amount": 105_000}


def test_the_south_spells_its_own_way():
    found = agency()
    series(found, dialect="southern")
    assert receipt_of(paid(found, 105_000)).in_words == "Một trăm lẻ năm ngàn đồng"


def test_the_same_payment_told_twice_has_one_receipt(office):
    order = paid(office)
    told = Happened(
        1,
        "payments.order_paid",
        office.pk,
        {"order_id": order.pk, "subject_kind": "test", "subject_id": 1},
        NOW,
        NOW,
    )
    owe([told])
    first = receipt_of(order)
    owe([told])
    assert receipt_of(order, NOW + timedelta(hours=1)) == first
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.count() == 1
    assert Counter.objects.get().last == 1


def test_what_was_not_paid_gets_no_receipt(office):
    with pytest.raises(ReceiptNotFound):
        issue_receipt(actor=SYSTEM, order_id=unpaid(office).pk, now=NOW)


def test_nobody_but_the_node_issues(office):
    order = paid(office)
    with pytest.raises(NotAllowed):
        issue_receipt(actor=Actor("citizen", account_id=1), order_id=order.pk, now=NOW)


def test_an_agency_without_a_series_gives_none_until_it_opens_one():
    found = agency()
    order = paid(found)
    with pytest.raises(SeriesMissing):
        receipt_of(order)
    assert sweep(actor=SYSTEM, now=NOW) == 0
    series(found)
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.get().order_id == order.pk


def test_what_was_paid_before_the_first_series_gets_none():
    found = agency()
    order = paid(found, now=NOW - timedelta(days=1))
    series(found)
    with pytest.raises(SeriesMissing):
        receipt_of(order)


def test_a_series_opened_after_payments_of_its_day_takes_them_in():
    found = agency()
    order = paid(found)
    Due.objects.all().delete()  # as before there were receipts
    series(found)
    assert Due.objects.get().order_id == order.pk


def test_a_number_that_was_taken_back_is_taken_again(office):
    orders = [paid(office) for _ in range(3)]
    receipt_of(orders[0])
    with transaction.atomic():
        receipt_of(orders[1])
        transaction.set_rollback(True)
    numbers = [receipt_of(order).number for order in orders]
    assert numbers == [1, 2, 3]


def test_later_numbers_never_bear_an_earlier_time(office):
    first = receipt_of(paid(office), NOW)
    second = receipt_of(paid(office), NOW - timedelta(seconds=30))
    assert (second.number, second.issued_at) == (2, first.issued_at)


def test_the_new_year_begins_at_one_under_its_own_rule(office):
    old = receipt_of(paid(office), NEW_YEAR - timedelta(microseconds=1))
    new = receipt_of(paid(office), NEW_YEAR)
    again = receipt_of(paid(office), NEW_YEAR + timedelta(days=300))
    assert (old.rule, old.symbol, number_of(old)) == ("nd-123-2020", "AA-26E", "0000001")
    assert (new.rule, new.symbol, number_of(new)) == ("nd-254-2026", "AA-27E", "1")
    assert (again.symbol, number_of(again)) == ("AA-27E", "2")
    assert (old.issued_on.isoformat(), new.issued_on.isoformat()) == ("2026-12-31", "2027-01-01")
    # Paid in the old year, numbered in the new one: the receipt bears the day it was made on.
    late = receipt_of(paid(office, now=NEW_YEAR - timedelta(hours=1)), NEW_YEAR + timedelta(days=1))
    assert late.year == 2027


def test_a_rule_without_a_yearly_beginning_counts_on():
    rule = Rule(
        **{name: getattr(receipt_rules()[0], name) for name in Rule.__slots__}
        | {"restarts_by_year": False}
    )
    days = [NEW_YEAR.date(), (NEW_YEAR + timedelta(days=1)).date()]
    assert {rule.counted_in(day) for day in days} == {0}


def test_every_day_has_one_rule_from_2022_on_and_none_before():
    day = NOW.date()
    for step in range(0, 700, 7):
        holding = [rule for rule in receipt_rules() if rule.holds(day + timedelta(days=step))]
        assert len(holding) == 1
    with pytest.raises(RuleMissing):
        rule_on(datetime(2022, 6, 30, tzinfo=UTC).date())


def test_a_full_series_says_so_and_goes_on_in_a_new_one(office):
    row = series(office)
    Counter.objects.create(series=row, year=2026, last=9_999_998)
    assert receipt_of(paid(office)).number == 9_999_999
    order = paid(office)
    with pytest.raises(SeriesFull) as caught:
        receipt_of(order)
    assert caught.value.details == {"series": "AA-26E"}
    assert sweep(actor=SYSTEM, now=NOW) == 0
    series(office, letters="AB")
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.get(order=order).symbol == "AB-26E"


def test_accountants_hear_that_few_numbers_are_left_before_there_are_none(world):
    row = series(world.ward)
    Counter.objects.create(series=row, year=2026, last=8_999_998)
    receipt_of(paid(world.ward))
    notices = OfficialNotice.objects.filter(kind="receipts.few_left")
    assert {notice.data["share"] for notice in notices} == {90}
    told = set(notices.values_list("official_id", flat=True))
    assert world.actor("accountant").official_id in told
    receipt_of(paid(world.ward))
    assert notices.count() == len(told)


def test_a_receipt_is_never_changed(office):
    receipt = receipt_of(paid(office))
    with pytest.raises(AppendOnlyViolated):
        Receipt.objects.filter(pk=receipt.pk).update(amount=1)


def test_a_killed_worker_leaves_nothing_that_the_sweep_does_not_finish(office):
    with_key(office)
    order = unpaid(office)
    arrive(order)
    while not outbox.drain(now=NOW).idle:
        pass
    # The job never ran; then it issued, and died before it wrote the files.
    sweep(actor=SYSTEM, now=NOW)
    receipt = Receipt.objects.get(order=order)
    assert receipt.papers.written_at == NOW
    assert sweep(actor=SYSTEM, now=NOW) == 0


def test_an_agency_without_a_key_keeps_no_other_one_back(world):
    office = register_agency(
        actor=SYSTEM,
        facts=AgencyFacts("H26.999", "commune", "Phường Khác"),
        now=NOW,
        valid_from=SINCE,
    )
    series(office)
    with_key(world.ward)
    series(world.ward, letters="BB")
    stuck, well = receipt_of(paid(office)), receipt_of(paid(world.ward))
    sweep(actor=SYSTEM, now=NOW)
    stuck.papers.refresh_from_db()
    well.papers.refresh_from_db()
    assert stuck.papers.written_at is None
    assert well.papers.written_at == NOW


def test_the_programme_may_do_it_with_the_rights_it_has_in_the_database(office):
    ensure_roles(connection)
    with_key(office)
    order = paid(office)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        owe_receipts([Paid(order.pk, office.pk, ("test", 1), NOW)])
        written(order)
        take_numbers(series(office), 1, now=NOW)
        cursor.execute("RESET ROLE")
    assert Receipt.objects.get().papers.written_at == NOW


def test_many_paid_orders_get_numbers_one_after_another_in_one_transaction(office):
    orders = [paid(office, 1_000 + number) for number in range(5)]
    first = receipt_of(orders[2])
    issued = issue_receipts(
        actor=SYSTEM, order_ids=[order.pk for order in orders], now=NOW + timedelta(minutes=1)
    )
    assert issued[orders[2].pk] == first
    assert [issued[order.pk].number for order in orders] == [2, 3, 1, 4, 5]
    assert [issued[order.pk].amount for order in orders] == [1_000, 1_001, 1_002, 1_003, 1_004]
    assert Counter.objects.get().last == 5
    assert AuditRow.objects.filter(action="receipts.issue").count() == 5
    assert proof_of(office.pk, 2026).is_sound


def test_the_last_numbers_of_a_series_go_to_the_first_who_paid(office):
    row = series(office)
    Counter.objects.create(series=row, year=2026, last=9_999_997)
    orders = [paid(office) for _ in range(3)]
    issued = issue_receipts(actor=SYSTEM, order_ids=[order.pk for order in orders], now=NOW)
    assert [one.number for one in issued.values()] == [9_999_998, 9_999_999]
    assert set(issued) == {orders[0].pk, orders[1].pk}
    series(office, letters="AB")
    sweep(actor=SYSTEM, now=NOW)
    assert Receipt.objects.get(order=orders[2]).symbol == "AB-26E"


def test_a_payer_whom_nobody_can_name_keeps_no_other_receipt_back(office, settings):
    settings.RECEIPT_PAYERS = {"odd": "tests.receipts.test_issuing.nobody_knows"}
    odd, well = paid(office, subject=("odd", 1)), paid(office)
    with pytest.raises(LookupError):
        issue_receipts(actor=SYSTEM, order_ids=[odd.pk, well.pk], now=NOW)
    issue(order_ids=[odd.pk, well.pk])
    apart = ProcrastinateJob.objects.filter(task_name="receipts.issue").order_by("-id")[:2]
    assert [job.args for job in apart] == [{"order_ids": [well.pk]}, {"order_ids": [odd.pk]}]


def nobody_knows(_numbers):
    raise LookupError
