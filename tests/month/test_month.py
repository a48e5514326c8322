"""The accountant's month: paid in every way, sent back, settled, closed; it agrees to the đồng."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from motcua.payments.enums import AccountKind
from tests.month.events import EVENTS, WAYS, Ways
from tests.month.outside import ACCOUNT, BANK, TERMINAL

WARD = "H26.101"
CSV, CAMT, FETCHED = "csv", "camt.053", "fetched"
"""How the statement of a day comes."""
KINDS = AccountKind.values
NUMBER = ACCOUNT.partition("/")[2]


@pytest.fixture
def month(ward, outside, desks, tmp_path):
    return Month(ward, outside, desks, tmp_path)


def test_everything_that_befalls_money_in_two_days_agrees_to_the_dong(month):
    month.play(WAYS[0::2], EVENTS[0::2], CSV)
    month.play(WAYS[1::2], EVENTS[1::2], FETCHED)
    # What was sent back on the last day reaches a statement too.
    month.pass_the_day(CAMT)
    month.agree()


@pytest.mark.drill
def test_a_month_agrees_to_the_dong(month):
    for number in range(31):
        events = [EVENTS[(3 * number + at) % len(EVENTS)] for at in range(3)]
        month.play(WAYS, events, (CSV, FETCHED, CAMT)[number % 3])
    month.pass_the_day(CSV)
    month.agree()


class Month(Ways):
    """What payers, the bank and two accountants do, a day at a time."""

    def __init__(self, *who):
        super().__init__(*who)
        self.days = []
        self.before, self.spent_before = self.ward.books(), self.phones.spent()

    def play(self, ways, events, form):
        """Let people pay and something happen; then the day goes by and its books are kept."""
        for what in (*ways, *events):
            what(self)
        self.pass_the_day(form)

    def pass_the_day(self, form):
        """Skip the night; keep the books of the day, and of one more where midnight came between.

        Each is compared with its statement, what differs is cleared, and it is closed.
        """
        gone, self.today = self.today, self.ward.skip_a_day()
        while gone < self.today:
            self.days.append(gone)
            self.compare(gone, form)
            self.clear(gone)
            page, takings = self.keepers.close(WARD, gone), self.ward.takings(day=gone)
            assert (page["Đã thu"], page["Đã hoàn"]) == (takings["taken"], takings["returned"])
            gone = str(date.fromisoformat(gone) + timedelta(days=1))

    def clear(self, day):
        """Clear what differs, what belongs to nothing, and what could not go back or was taken."""
        self.keepers.clear_differences()
        while amount := self.keepers.next_unclear():
            if reference := self.belongs.pop(amount, ""):
                self.keepers.give_unclear_to(reference)
            else:
                self.keepers.send_back_unclear()
            self.ward.wait_until_refunded()
        self.ward.wait_until_refunded()
        self.keepers.end_what_came_back(f"PC-{day}")

    def compare(self, day, form):
        """Bring the statement of a day, or have it fetched."""
        if form == FETCHED:
            self.keepers.fetch()
            self.ward.wait_until_covered(day=day)
            return
        more = self.take_lines(day) if form == CSV else []
        for merchant, number, lines in ((BANK, NUMBER, more), (TERMINAL, TERMINAL, [])):
            file = self.bank.statement(day, form, self.folder, lines, merchant)
            self.keepers.bring(file, day, number)
        self.ward.wait_until_read()

    def agree(self):
        """Compare every book with every other, and with what really happened."""
        self.ward.wait_until_receipts_agree()
        told = self.ward.books()
        ledger, was = told["ledger"], self.before["ledger"]
        kept = -ledger["income"]
        assert told["out_of_balance"] == []
        assert sum(ledger[kind] for kind in KINDS) == 0
        assert kept + was["income"] == sum(self.kept.values())
        # Orders, closed days, and the pages of the months.
        assert told["unlike"] == []
        assert told["orders"]["received"] - told["orders"]["back"] == kept
        assert told["closings"] == kept
        months = {day[:7] for day in self.days}
        pages = [self.keepers.month(WARD, one) for one in sorted(months)]
        assert [(one["Đã thu"] - one["Đã hoàn"], one["Chưa rõ"]) for one in pages] == [
            (self.ward.closed_in(month=one), 0) for one in sorted(months)
        ]
        self.agree_with_providers(told)
        self.agree_with_receipts(told["receipts"], kept)

    def agree_with_providers(self, told):
        """Compare with what the bank and the wallets say of themselves, and with cash by hand."""
        ledger, before = told["ledger"], self.before
        assert told["unfinished"] == {"refunds": 0, "reversals": 0}
        assert told["statements"]["open"] == 0
        assert told["statements"]["bank"] == ledger["clearing bank"]
        was = before["statements"].get("bank", 0)
        own = self.bank.moved(self.days) + self.wrote
        assert told["statements"]["bank"] - was == own
        assert told["statements"]["terminal"] == ledger["clearing terminal"]
        machines = told["statements"]["terminal"] - before["statements"].get("terminal", 0)
        assert machines == self.bank.moved(self.days, TERMINAL)
        fees = ledger["fee terminal"] - before["ledger"].get("fee terminal", 0)
        assert machines + fees == self.kept["terminal"], "what was kept is there but for the fee"
        spent = self.phones.spent() - self.spent_before
        wallet = ledger["clearing wallet"] - before["ledger"].get("clearing wallet", 0)
        assert wallet == spent == self.kept["wallet"]
        assert (ledger["suspense"], ledger["transit"]) == (0, 0)
        assert (ledger["drawer"], ledger["advance"], ledger["safe"]) == (0, 0, 0)
        cash = told["cash"]
        assert (cash["not_closed"], ledger["difference"]) == (0, -cash["over"])
        assert cash["brought"] == cash["paid"] + cash["over"] - cash["given"]
        assert ledger["clearing hand"] == told["orders"]["by_hand"] * -1

    def agree_with_receipts(self, receipts, kept):
        """Compare the receipts with the income, and with what is written out for the tax office."""
        assert receipts["effect"] == receipts["last"] == kept
        assert receipts["sound"]
        span = self.ward.receipt_days()
        written = self.keepers.register(*span)
        assert self.keepers.used(*span) == kept
        assert sum(int(row["thay_doi"]) for row in written["csv"]) == kept
        assert written["xml"] == written["csv"]
        assert sum(int(row["soTien"]) for row in written["series"]) == kept
        numbers = Counter(row["ky_hieu"] for row in written["csv"])
        assert sum(numbers.values()) == receipts["count"]
        assert {(row["ky_hieu"], int(row["so"])) for row in written["csv"]} == {
            (symbol, at) for symbol, last in numbers.items() for at in range(1, last + 1)
        }
        assert set(receipts["kinds"]) == {"original", "replacement", "adjustment", "cancellation"}
