"""A day at the bank and the same day in the ledger: what fits, what differs, who settles it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies.enums import Role
from motcua.agencies.models import Agency
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.models import AuditRow
from motcua.kernel.roles import APP, ensure_roles
from motcua.payments.actions import (
    AccountFacts,
    Proposal,
    add_account,
    bring_statement,
    close_day,
    decide_settlement,
    end_account,
    hear,
    own_accounts,
    propose_for_difference,
    propose_settlement,
    read_statement,
    take_in,
)
from motcua.payments.base import Word
from motcua.payments.base.statements import Brought
from motcua.payments.enums import (
    AccountKind,
    DifferenceState,
    FileState,
    OrderState,
    Provider,
    Remedy,
)
from motcua.payments.errors import (
    DayNotReconciled,
    DifferenceGone,
    RemedyUnfit,
    SettlementTaken,
    StatementKnown,
)
from motcua.payments.models import (
    Difference,
    LedgerEntry,
    LedgerTransaction,
    Order,
    Refund,
    StatementFile,
    StatementLine,
)
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.paid import paid_with
from motcua.payments.queries.statements import standing_of
from motcua.payments.queries.unclear import unclear_money
from tests.cast import NOW
from tests.payments.bank import AMOUNT, agency, attempt, order, word
from tests.payments.statements import camt, entry, sheet

pytestmark = pytest.mark.django_db
TODAY = civil_date(NOW)
TOMORROW = TODAY + timedelta(days=1)
LATE = NOW + timedelta(hours=8)


@pytest.fixture
def account():
    return own_accounts(now=NOW)[0]


def came(content, number, amount=AMOUNT, now=NOW):
    told = word("received", content, amount=amount, transaction=number)
    hear(provider="bank", word=told, body=b"{}", now=now)


def given(content):
    return Brought(io.BytesIO(content), "sao-ke.csv")


def brought(content, account, days=None):
    file = bring_statement(
        actor=SYSTEM, account_id=account.pk, brought=given(content), days=days, now=NOW
    )
    return read_statement(file_id=file.pk, now=NOW)


def differing(**which):
    rows = Difference.objects.filter(**({"state": DifferenceState.OPEN} | which)).order_by("pk")
    return [(row.kind, row.amount) for row in rows]


def accountant(number):
    top = agency()
    Agency.objects.filter(pk=top.pk).update(parent=None)
    return Actor("official", official_id=number, powers=(Power(Role.ACCOUNTANT, top.pk),))


def settled(difference, remedy, *, by=(1, 2)):
    asked = propose_for_difference(
        actor=accountant(by[0]),
        difference_id=difference.public_id,
        remedy=remedy,
        reason="Đã hỏi ngân hàng.",
        now=NOW,
    )
    return decide_settlement(
        actor=accountant(by[1]), settlement_id=asked.public_id, agrees=True, now=NOW
    )


def lying(kind):
    rows = LedgerEntry.objects.filter(account__kind=kind).values_list("amount", flat=True)
    assert ledger_balance() == 0
    return sum(rows)


def is_reconciled(day=TODAY):
    [standing] = standing_of(["bank"], day)
    return standing.lets_close


def test_a_day_that_says_the_same_has_no_difference(account):
    came(order().reference, "FT1")
    came("nham", "FT2", 700)
    file = brought(sheet(("FT1", AMOUNT, ""), ("FT2", 700, "")), account)
    assert (file.state, file.lines_new) == (FileState.READ, 2)
    assert differing() == []
    assert is_reconciled()


def test_the_same_file_and_one_that_overlaps_add_nothing(account):
    rows = [("FT1", 5, "a"), ("FT2", 5, "b"), ("", 9, "c"), ("", 9, "c")]
    first = sheet(*rows)
    brought(first, account)
    assert StatementLine.objects.count() == 4
    with pytest.raises(StatementKnown):
        brought(first, account)
    again = brought(sheet(("FT0", 3, ""), *rows), account)
    assert (again.lines_read, again.lines_new) == (5, 1)
    as_camt = camt(entry("FT1", 5), entry("FT2", 5), closing=10)
    assert brought(as_camt, account).lines_new == 0
    assert StatementLine.objects.count() == 5


def test_nothing_of_a_file_that_is_wrong_at_its_end_is_kept(account):
    good = sheet(("FT1", 5, ""), ("FT2", 6, ""))
    file = brought(good + b"\r\nx;FT3;7;;", account)
    assert (file.state, file.problem) == (
        FileState.REFUSED,
        {"why": "day", "line": 4, "place": "day"},
    )
    assert not StatementLine.objects.exists()
    assert not standing_of(["bank"], TODAY)[0].is_read
    assert brought(good, account).lines_new == 2


def test_a_refused_file_may_be_read_again_once_its_headings_are_known(account):
    odd = b"Luc;So;Bao nhieu\n20/11/2026;FT1;5\n"
    assert brought(odd, account).state == FileState.REFUSED
    account.columns = {"day": "Lúc", "transaction": "So", "amount": "Bao nhiêu"}
    account.save()
    assert brought(odd, account).state == FileState.READ
    assert StatementFile.objects.count() == 1


def test_money_that_only_the_statement_knows_is_taken_in_and_a_late_word_doubles_nothing(account):
    bill = order()
    brought(sheet(("FT1", AMOUNT, f"nop {bill.reference}")), account)
    assert differing() == [("said", AMOUNT)]
    assert not is_reconciled()
    take_in(actor=accountant(1), difference_id=Difference.objects.get().public_id, now=NOW)
    assert Order.objects.get(pk=bill.pk).state == OrderState.PAID
    assert differing() == []
    came(bill.reference, "FT1")
    assert lying(AccountKind.CLEARING) == AMOUNT
    assert lying(AccountKind.SUSPENSE) == 0
    assert AuditRow.objects.filter(action="payments.take_in_line", official_id=1).count() == 1


def test_a_difference_resolves_by_itself_when_the_word_comes_late(account):
    bill = order()
    brought(sheet(("FT1", AMOUNT, "")), account)
    came(bill.reference, "FT1")
    brought(sheet(("FT2", -3, "phi SMS")), account)
    assert differing() == [("fee", -3)]
    assert differing(state=DifferenceState.GONE) == [("said", AMOUNT)]


def test_money_booked_before_midnight_waits_for_the_next_days_statement(account):
    late = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    last, first = date(2026, 12, 31), date(2027, 1, 1)
    came(order(now=late).reference, "FT1", now=late)
    brought(sheet(("FT0", -1, "phi"), day=last), account)
    assert differing(kind="waiting") == [("waiting", -AMOUNT)]
    settled(Difference.objects.get(kind="fee"), Remedy.FEE)
    assert is_reconciled(last), "what may still come keeps no day open, nor the year"
    brought(sheet(("FT1", AMOUNT, ""), day=first), account)
    assert differing() == []
    assert is_reconciled(first)
    assert StatementLine.objects.get(transaction="FT1").day == first


def test_a_chargeback_that_was_booked_in_two_goes_fits_its_one_line(account):
    one = attempt(order())
    for told in (
        word("paid", one, 10_000, transaction="FT1"),
        Word("evt_back", "charged_back", "payment.charged_back", "x", 15_000, "FT9", "FT1"),
        word("paid", one, transaction="FT1"),
    ):
        hear(provider="bank", word=told, body=b"{}", now=NOW)
    brought(sheet(("FT1", AMOUNT, ""), ("FT9", -15_000, "")), account)
    assert differing() == []
    assert is_reconciled()


def test_what_was_booked_in_the_morning_and_is_missing_differs_at_once(account):
    dawn = datetime(2026, 11, 19, 22, 59, tzinfo=UTC)
    came(order(now=dawn).reference, "FT1", now=dawn)
    brought(camt(opening=5, closing=5), account)
    assert differing() == [("booked", -AMOUNT)]
    assert not is_reconciled()
    brought(sheet(("FT1", AMOUNT, ""), day=TOMORROW), account)
    assert differing() == [], "where the next day has it after all"
    assert is_reconciled()


def test_what_the_next_day_does_not_have_either_keeps_that_day_open(account):
    came(order().reference, "FT1", now=LATE)
    brought(sheet(("FT0", -1, "phi")), account)
    settled(Difference.objects.get(kind="fee"), Remedy.FEE)
    brought(sheet(("FT9", -1, "phi"), day=TOMORROW), account)
    settled(Difference.objects.get(kind="fee", state="open"), Remedy.FEE)
    assert differing() == [("booked", -AMOUNT)]
    assert is_reconciled(TODAY)
    assert not is_reconciled(TOMORROW)


def test_another_amount_a_second_booking_and_money_that_went_back_are_told_apart(account):
    came("a", "FT1", 100)
    came("b", "FT2", 50)
    brought(
        sheet(("FT1", 90, ""), ("FT2", 50, ""), ("FT2", 50, ""), ("FT2", -50, ""), ("FT3", -7, "")),
        account,
    )
    assert sorted(differing()) == [("amount", -10), ("said", -50), ("said", -7), ("twice", 50)]


def test_a_refund_of_which_the_ledger_does_not_know_says_so(account):
    text = "date,transaction,amount,kind,original\n2026-11-20,FT1,-9,chargeback,FT0\n"
    brought(text.encode(), account)
    assert differing() == [("returned", -9)]


def test_a_chargeback_whose_word_was_lost_is_taken_in_and_opens_the_order_again(account):
    bill = order()
    came(bill.reference, "FT1")
    head = "date,transaction,amount,kind,original\n2026-11-20,FT1,20000,payment,\n"
    brought(f"{head}2026-11-20,FT2,-20000,chargeback,FT1\n".encode(), account)
    assert differing() == [("returned", -AMOUNT)]
    take_in(actor=accountant(1), difference_id=Difference.objects.get().public_id, now=NOW)
    assert differing() == []
    assert (lying(AccountKind.INCOME), lying(AccountKind.CLEARING)) == (0, 0)
    assert Order.objects.get(pk=bill.pk).state != OrderState.PAID


def test_a_statement_counts_as_read_only_once_it_was_compared(account):
    content = sheet(("FT7", AMOUNT, "le phi"))
    file = bring_statement(actor=SYSTEM, account_id=account.pk, brought=given(content), now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE payments_difference ADD CONSTRAINT disk_full CHECK (false) NOT VALID"
        )
    with pytest.raises(IntegrityError):
        read_statement(file_id=file.pk, now=NOW)
    assert StatementFile.objects.get().state == FileState.READING
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE payments_difference DROP CONSTRAINT disk_full")
    read_statement(file_id=file.pk, now=NOW)
    assert differing() == [("said", AMOUNT)]


def test_a_right_line_that_comes_after_a_wrong_one_takes_its_place(account):
    came("a", "FT1", 100)
    brought(sheet(("FT1", 90, "")), account)
    brought(sheet(("FT1", 90, ""), ("FT1", 100, "")), account)
    assert differing() == [("twice", 90)]


def test_a_line_without_a_number_is_matched_by_the_order_it_names(account):
    first, second = order("a"), order("b")
    came(first.reference, "FT1")
    came(second.reference, "FT2")
    brought(sheet(("", AMOUNT, second.reference), ("", AMOUNT, first.reference)), account)
    assert differing() == []
    kept = StatementLine.objects.get(content__isnull=False, booking__key="bank:FT2")
    assert kept.content == second.reference


def test_two_people_settle_a_difference_and_the_ledger_follows_the_statement(account):
    came("a", "FT1", 100)
    brought(sheet(("FT1", 90, "")), account)
    settled(Difference.objects.get(), Remedy.FEE)
    assert (lying(AccountKind.CLEARING), lying(AccountKind.FEE)) == (90, 10)
    assert is_reconciled()
    brought(sheet(("FT5", 4, "")), account)
    assert differing() == [("said", 4)], "what was settled is not looked at again"


def test_a_second_booking_becomes_unclear_money_that_is_settled_like_any_other(account):
    came("a", "FT1", 100)
    brought(sheet(("FT1", 100, ""), ("FT1", 100, "")), account)
    settled(Difference.objects.get(), Remedy.UNCLEAR)
    assert sorted(one.left for one in unclear_money([], of_nobody=True)) == [100, 100]
    assert lying(AccountKind.CLEARING) == 200


def made_unclear(account, short):
    """Have the statement tell of more than the bank's word did; give the rest's booking."""
    brought(sheet(("FT1", AMOUNT, "")), account)
    settled(Difference.objects.get(), Remedy.UNCLEAR)
    [rest] = [one for one in unclear_money([], of_nobody=True) if one.left == short]
    return rest.booking_id


def agreed_on(booking, reference=""):
    proposal = Proposal(booking, reference, "Ngân hàng báo thiếu.")
    asked = propose_settlement(actor=accountant(1), proposal=proposal, now=NOW)
    decide_settlement(actor=accountant(2), settlement_id=asked.public_id, agrees=True, now=NOW)


def test_what_a_statement_has_more_goes_back_by_the_banks_own_number(account):
    came("a", "FT1", AMOUNT - 500)
    agreed_on(made_unclear(account, 500))
    assert Refund.objects.values_list("transaction", "amount").get() == ("FT1", 500)


def test_an_order_that_a_statement_completed_is_one_transactions_to_refund_or_take_back(account):
    bill = order()
    came(bill.reference, "FT1", AMOUNT - 500)
    agreed_on(made_unclear(account, 500), bill.reference)
    [part] = paid_with(Order.objects.get(pk=bill.pk))
    assert (part.transaction, part.came) == ("FT1", AMOUNT)
    told = Word("evt-cb", "charged_back", "payment.charged_back", "", AMOUNT, "CB1", "FT1")
    hear(provider="bank", word=told, body=b"{}", now=NOW)
    assert Order.objects.get(pk=bill.pk).state == OrderState.REVERSED
    assert (lying(AccountKind.INCOME), lying(AccountKind.SUSPENSE)) == (0, 0)


def test_who_proposed_does_not_agree_and_two_proposals_are_not_made(account):
    brought(sheet(("FT1", -5, "")), account)
    [difference] = Difference.objects.all()
    told = {"difference_id": difference.public_id, "remedy": Remedy.GAP, "reason": "x", "now": NOW}
    asked = propose_for_difference(actor=accountant(1), **told)
    with pytest.raises(SettlementTaken):
        propose_for_difference(actor=accountant(2), **told)
    with pytest.raises(NotAllowed):
        decide_settlement(actor=accountant(1), settlement_id=asked.public_id, agrees=True, now=NOW)
    assert differing() == [("said", -5)]


def test_a_difference_that_resolved_meanwhile_is_not_booked_as_well(account):
    brought(sheet(("FT1", 5, "")), account)
    asked = propose_for_difference(
        actor=accountant(1),
        difference_id=Difference.objects.get().public_id,
        remedy=Remedy.UNCLEAR,
        reason="x",
        now=NOW,
    )
    came("a", "FT1", 5)
    brought(sheet(("FT2", -1, "phi")), account)
    with pytest.raises(DifferenceGone):
        decide_settlement(actor=accountant(2), settlement_id=asked.public_id, agrees=True, now=NOW)
    assert lying(AccountKind.CLEARING) == 5


def test_money_that_went_is_neither_taken_in_nor_made_unclear(account):
    brought(sheet(("FT1", -5, "")), account)
    found = Difference.objects.get().public_id
    with pytest.raises(RemedyUnfit):
        take_in(actor=accountant(1), difference_id=found, now=NOW)
    with pytest.raises(RemedyUnfit):
        propose_for_difference(
            actor=accountant(1), difference_id=found, remedy=Remedy.UNCLEAR, reason="x", now=NOW
        )


def test_only_accountants_of_the_agency_that_runs_the_node_touch_statements(account):
    brought(sheet(("FT1", 5, "")), account)
    found = Difference.objects.get().public_id
    for actor in (
        Actor("official", official_id=7, powers=(Power(Role.ACCOUNTANT, 10**6),)),
        Actor("official", official_id=7, powers=(Power(Role.HEAD, agency().pk),)),
        Actor("citizen", account_id=1),
    ):
        with pytest.raises(NotAllowed):
            take_in(actor=actor, difference_id=found, now=NOW)
        with pytest.raises(NotAllowed):
            bring_statement(actor=actor, account_id=account.pk, brought=given(b"x"), now=NOW)


def closed(day=TODAY):
    now = NOW + timedelta(days=2)
    return close_day(actor=SYSTEM, agency_id=agency().pk, day=day, now=now)


def test_an_agencys_day_is_closed_only_once_the_account_is_reconciled(account):
    came(order().reference, "FT1")
    brought(sheet(("FT1", AMOUNT, ""), ("FT2", 5, "")), account)
    with pytest.raises(DayNotReconciled) as caught:
        closed()
    assert caught.value.details == {"providers": ["bank"]}
    settled(Difference.objects.get(), Remedy.UNCLEAR)
    assert closed().unchecked == []


def test_a_day_without_its_statement_waits_where_the_node_reads_them(account):
    came(order().reference, "FT1")
    brought(sheet(("FT0", -1, "phi"), day=TODAY - timedelta(days=1)), account)
    with pytest.raises(DayNotReconciled):
        closed()


def test_a_day_is_closed_without_statements_where_there_are_none_and_says_so():
    came(order().reference, "FT1")
    assert closed().unchecked == ["bank"]


def test_a_day_without_any_line_is_covered_by_a_statement_of_nothing(account):
    came(order().reference, "FT1", now=LATE)
    brought(camt(opening=5, closing=5), account)
    assert is_reconciled()
    assert differing() == [("waiting", -AMOUNT)]


def test_the_programme_may_do_all_that_with_the_rights_it_has_in_the_database(account):
    ensure_roles(connection)
    came("a", "FT1", 100)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        brought(sheet(("FT1", 90, ""), ("FT2", 5, "")), account)
        settled(Difference.objects.get(kind="amount"), Remedy.GAP)
        take_in(
            actor=accountant(1),
            difference_id=Difference.objects.get(kind="said").public_id,
            now=NOW,
        )
        cursor.execute("RESET ROLE")
    assert lying(AccountKind.CLEARING) == 95
    assert LedgerTransaction.objects.filter(key="bank:FT2").exists()


def second_account(since=TODAY):
    facts = AccountFacts(Provider.BANK, "970436", "2200", "", since)
    return add_account(actor=SYSTEM, facts=facts, now=NOW)


def test_money_of_one_provider_is_found_in_whichever_of_its_accounts_it_came_to(account):
    other = second_account()
    came(order().reference, "FT1")
    came("nham", "FT2", 700)
    brought(sheet(("FT1", AMOUNT, "")), account)
    assert not is_reconciled(), "the other account's statement may still have it"
    assert differing() == []
    brought(sheet(("FT2", 700, "")), other)
    assert differing() == []
    assert is_reconciled()


def test_what_no_account_of_a_provider_has_differs_once(account):
    other = second_account()
    came("nham", "FT1", 700)
    for day in (TODAY, TOMORROW):
        for one in (account, other):
            brought(sheet((f"X{day}{one.pk}", -1, "phi"), day=day), one)
    kinds = sorted(kind for kind, _ in differing())
    assert kinds == ["booked", "fee", "fee", "fee", "fee"]


def test_an_account_is_asked_for_no_day_on_which_it_is_not_used(account):
    other = second_account(TOMORROW)
    came(order().reference, "FT1")
    brought(sheet(("FT1", AMOUNT, "")), account)
    assert is_reconciled(TODAY)
    end_account(actor=SYSTEM, account_id=account.pk, valid_to=TOMORROW, now=NOW)
    brought(sheet(("FT3", 5, ""), day=TOMORROW), other)
    settled(Difference.objects.get(state=DifferenceState.OPEN), Remedy.GAP)
    assert is_reconciled(TOMORROW)


def test_the_settings_new_account_is_used_from_that_day_beside_the_old_one(account, settings):
    settings.BANK_ACCOUNT = "970436:99990000"
    assert own_accounts(now=NOW)[0].valid_from == TODAY
    assert own_accounts(now=NOW)[0].pk != account.pk
