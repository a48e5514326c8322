"""What payers do at the ward, and what happens to their money on its way and afterwards."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.conftest import Office
    from tests.month.desks import Counter as Till, Keepers
    from tests.month.outside import Bank, Phones

    Owed = dict[str, Any]

NUMBER = env.text("MOTCUA_SMS_NUMBER") or "8088"
CHANGE = 200_000


class Ways:
    """How people pay; `kept` is what the ward may keep of it by what really happened."""

    def __init__(
        self,
        ward: Office,
        outside: tuple[Bank, Phones],
        desks: tuple[Keepers, Till, Page],
        folder: Path,
    ) -> None:
        self.ward, self.folder = ward, folder
        self.bank, self.phones = outside
        self.keepers, self.till, self.stranger = desks
        self.kept: Counter[str] = Counter()
        self.today = ward.today()
        self.more: list[dict[str, str]] = []
        self.wrote = 0
        self.belongs: dict[int, str] = {}
        self._keys = count(1)

    def owe(self) -> Owed:
        """File what costs a fee."""
        owed: Owed = self.ward.owe(key=f"{self.today}-{next(self._keys)}")
        return owed

    def paid(self, owed: Owed, provider: str = "bank") -> Owed:
        """Wait until a debt counts as paid."""
        self.ward.wait_until(reference=owed["reference"], state="paid")
        self.kept[provider] += owed["amount"]
        return owed

    def by_gateway(self) -> Owed:
        """Pay at the gateway that one is sent to."""
        owed = self.owe()
        self.bank.pay(self.ward.gateway(reference=owed["reference"]))
        return self.paid(owed)

    def by_transfer(self) -> Owed:
        """Transfer from a bank account."""
        owed = self.owe()
        self.bank.transfer(f"NOP PHI {owed['reference']}", owed["amount"])
        return self.paid(owed)

    def by_text(self) -> Owed:
        """Pay from a plain phone's wallet, with text messages and a PIN."""
        owed, phone = self.owe(), self.phones.new()
        self.phones.write(phone, f"NT {owed['reference']}", NUMBER)
        code = self.phones.told(phone, r"XN ([0-9]{4})")[1]
        self.phones.write(phone, f"XN {code}", NUMBER)
        self.phones.enter_pin(phone)
        return self.paid(owed, "wallet")

    def by_link(self) -> Owed:
        """Have somebody else pay from a wallet, by the link that was sent to him."""
        owed, phone, page = self.owe(), self.phones.new(), self.stranger
        address = self.ward.link(reference=owed["reference"])
        page.goto(address)
        page.get_by_label("Số điện thoại có ví").fill(phone)
        page.get_by_role("button", name="bằng tiền di động").click()
        expect(page.get_by_text("Đã gửi yêu cầu tới điện thoại")).to_be_visible()
        self.phones.enter_pin(phone)
        self.paid(owed, "wallet")
        page.goto(address)
        expect(page.get_by_text("Khoản này đã được nộp lúc")).to_be_visible()
        return owed

    def by_terminal(self) -> Owed:
        """Pay by card at the counter what was filed online: first declined, then approved."""
        owed = self.owe()
        self.till.charge(owed["reference"])
        self.bank.at_machine("decline")
        self.ward.wait_until_declined(reference=owed["reference"])
        self.till.charge(owed["reference"])
        self.bank.at_machine("approve")
        return self.paid(owed, "terminal")

    def in_cash(self) -> Owed:
        """Pay at the counter."""
        owed = self.owe()
        self.till.take_cash(owed["reference"])
        return self.paid(owed, "cash")

    def refund(self, owed: Owed, amount: int, provider: str = "bank") -> None:
        """Have a part of what was paid sent back."""
        self.keepers.refund(owed["reference"], amount)
        self.kept[provider] -= amount

    def take_lines(self, day: str) -> list[dict[str, str]]:
        """Give the lines that only a statement will have, dated, and count what they come to."""
        taken, self.more = self.more, []
        for line in taken:
            line["booked_at"] = f"{day}T16:00:00+07:00"
            self.wrote += int(line["amount"]) * (1 if line["direction"] == "credit" else -1)
        return taken


# How every provider is paid through; whatever else takes money joins them here.
WAYS: tuple[Callable[[Ways], Owed], ...] = (
    Ways.by_gateway,
    Ways.by_transfer,
    Ways.by_text,
    Ways.by_link,
    Ways.by_terminal,
)


def in_two_parts(month: Ways) -> None:
    """Pay too little, then the rest."""
    owed = month.owe()
    for amount in (3_000, owed["amount"] - 3_000):
        month.bank.transfer(owed["reference"].lower(), amount)
    month.paid(owed)


def too_much(month: Ways) -> None:
    """Pay more than was asked for."""
    owed = month.owe()
    month.bank.transfer(owed["reference"], owed["amount"] + 7_000)
    month.paid(owed)


def without_a_reference(month: Ways) -> None:
    """Pay without saying what for."""
    month.bank.transfer("le phi ho tich", 12_000)


def unheard(month: Ways) -> None:
    """Pay while the bank's word is lost: the statement brings it."""
    owed = month.owe()
    month.bank.turn(drop=True)
    month.bank.transfer(owed["reference"], owed["amount"])
    month.bank.turn(reset=True)
    month.kept["bank"] += owed["amount"]


def told_less(month: Ways) -> None:
    """Pay while the bank tells of less than came: the statement tells the truth."""
    owed, short = month.owe(), 1_000 + len(month.belongs)
    month.bank.turn(wrong_amount=-short)
    month.bank.transfer(owed["reference"], owed["amount"])
    month.ward.wait_until_received(reference=owed["reference"], amount=owed["amount"] - short)
    month.bank.turn(reset=True)
    month.belongs[short] = owed["reference"]
    month.kept["bank"] += owed["amount"]


def told_less_of_nothing(month: Ways) -> None:
    """Pay without saying what for while the bank tells of less: all of it goes back."""
    month.bank.turn(wrong_amount=-500)
    month.bank.transfer("ung ho quy", 9_500)
    month.ward.wait_until_unclear(amount=9_000)
    month.bank.turn(reset=True)


def twice_and_backwards(month: Ways) -> None:
    """Pay twice while the bank tells everything twice, the last first."""
    month.bank.turn(duplicate=2, reorder=2)
    owed = [month.owe(), month.owe()]
    for one in owed:
        month.bank.transfer(one["reference"], one["amount"])
    for one in owed:
        month.paid(one)
    month.bank.turn(reset=True)


def given_up(month: Ways) -> None:
    """Go to the gateway, and give up there."""
    owed = month.owe()
    month.bank.cancel(month.ward.gateway(reference=owed["reference"]))


def charged_back(month: Ways) -> None:
    """Pay, and have one's bank take it back; the last receipt says nothing was kept."""
    owed = month.by_gateway()
    month.ward.receipt(reference=owed["reference"])
    month.bank.charge_back(month.ward.transaction(reference=owed["reference"]))
    month.ward.wait_until(reference=owed["reference"], state="reversed")
    month.kept["bank"] -= owed["amount"]


def a_fee(month: Ways) -> None:
    """Let the bank take a fee, which only a statement tells."""
    month.more.append(_line(month, "fee", "debit", 1_100, "PHI DICH VU"))


def written_twice(month: Ways) -> None:
    """Let the bank write the same transfer into its statement twice."""
    owed = month.by_transfer()
    number = month.ward.transaction(reference=owed["reference"])
    line = _line(month, "transfer", "credit", owed["amount"], owed["reference"])
    month.more.append(line | {"transaction": number})


def _line(month: Ways, kind: str, way: str, amount: int, content: str) -> dict[str, str]:
    return {
        "transaction": f"PH{month.today.replace('-', '')}{len(month.more)}",
        "kind": kind,
        "direction": way,
        "amount": str(amount),
        "currency": "VND",
        "content": content,
    }


def sent_back(month: Ways) -> None:
    """Send parts back of what came by card and from a wallet, and the whole of a transfer."""
    month.refund(month.by_gateway(), 4_000)
    month.refund(month.by_text(), 3_000, "wallet")
    whole = month.by_transfer()
    month.refund(whole, whole["amount"])


def answer_lost(month: Ways) -> None:
    """Pay by card while the terminal's answer is lost; some goes back, another is disputed."""
    owed = month.owe()
    month.till.charge(owed["reference"])
    month.bank.at_machine("lose")
    month.till.ask(owed["reference"])
    month.paid(owed, "terminal")
    month.refund(owed, 4_000, "terminal")
    disputed = month.by_terminal()
    month.bank.charge_back(month.ward.transaction(reference=disputed["reference"]))
    month.ward.wait_until(reference=disputed["reference"], state="reversed")
    month.kept["terminal"] -= disputed["amount"]


def receipt_replaced(month: Ways) -> None:
    """Have the name on a receipt put right, then a part of the money sent back: adjusted."""
    owed = month.by_transfer()
    receipt = month.ward.receipt(reference=owed["reference"])
    month.keepers.replace_receipt(receipt, "Trần Văn Đúng")
    month.ward.receipt(reference=owed["reference"], at_least=2)
    month.refund(owed, 5_000)
    month.ward.receipt(reference=owed["reference"], at_least=3)


def receipt_cancelled(month: Ways) -> None:
    """Have a receipt cancelled, see that this was wrong, and have it issued anew."""
    owed = month.by_transfer()
    month.keepers.cancel_receipt(month.ward.receipt(reference=owed["reference"]))
    cancelled = month.ward.receipt(reference=owed["reference"], at_least=2)
    month.keepers.replace_receipt(cancelled, "Nguyễn Thị Hoa")
    month.ward.receipt(reference=owed["reference"], at_least=3)


def a_shift(month: Ways) -> None:
    """Take cash, give some on and some back, find a note too little; bring it to the bank.

    What goes back later, when the drawer is closed, is paid by a document.
    """
    month.till.open(CHANGE)
    first, second, third = month.in_cash(), month.in_cash(), month.in_cash()
    month.till.hand_over(first["amount"])
    month.keepers.take_hand_over()
    month.refund(third, 2_000, "cash")
    month.till.give_back(third["reference"])
    found = CHANGE + second["amount"] + third["amount"] - 2_000 - 1_000
    month.till.count(found, "Trả lại nhầm tiền thừa.")
    month.keepers.agree_to_count()
    reference, amount = month.keepers.bring_to_the_bank()
    month.bank.transfer(f"NOP QUY {reference.lower()}", amount)
    month.ward.wait_until_arrived()
    month.refund(second, 2_000, "cash")


EVENTS: tuple[Callable[[Ways], None], ...] = (
    # Where there are two days, those at even places befall the first, whose statement is in CSV.
    in_two_parts,
    charged_back,
    a_fee,
    receipt_cancelled,
    told_less,
    sent_back,
    too_much,
    unheard,
    written_twice,
    receipt_replaced,
    without_a_reference,
    a_shift,
    told_less_of_nothing,
    twice_and_backwards,
    given_up,
    answer_lost,
)
