"""Money at the counter: a debt found by any of its codes, taken in cash or by the card terminal."""

from __future__ import annotations

import pytest

from motcua.desk.tills.voucher import voucher_words
from motcua.dossiers import actions
from motcua.dossiers.enums import FeeState
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import ask_refund, expire_orders
from motcua.payments.models import LedgerEntry
from motcua.payments.queries import ledger_balance, orders_of, transfer_code
from motcua.tills.models import Drawer
from motcua.tills.queries import lies_in
from tests.cast import RESIDENCE


@pytest.fixture
def dossier(world, settings):
    settings.BANK_ACCOUNT = "970436:1012345678"
    filed = world.file(RESIDENCE, fixed={"fee_group": "none"})
    world.settle()
    return filed


@pytest.fixture
def bill(dossier):
    [order] = orders_of("dossier", dossier.pk)
    return order


@pytest.fixture
def clerk(desk_of):
    return desk_of("receptionist")


def press(desk, act, bill):
    desk.response = desk.client.post(desk.at("till-act"), {"act": act, "id": bill.public_id})
    return desk


def in_drawers():
    assert ledger_balance() == 0
    return sum(lies_in(one) for one in Drawer.objects.all())


@pytest.mark.parametrize("named", ["reference", "code", "scan", "slip"])
def test_a_fee_filed_online_is_found_by_any_code_and_taken_in_cash(clerk, dossier, bill, named):
    typed = {
        "reference": f" {bill.reference.lower()} ",
        "code": dossier.code,
        "scan": transfer_code(bill),
        "slip": f"https://cong.vn/tra-cuu/{dossier.code}",
    }[named]
    clerk.response = clerk.client.get(clerk.at("till"), {"ma": typed})
    assert f"Đã nhận đủ {bill.amount:,} đ".replace(",", ".") in clerk.text
    assert "Đã ghi nhận tiền mặt" in press(clerk, "cash", bill).follow().words("//body")
    assert "tiền mặt" not in clerk.words("//main//button")
    assert in_drawers() == bill.amount
    press(clerk, "cash", bill)
    assert in_drawers() == bill.amount, "a second press takes nothing"
    assert Dossier.objects.get(pk=dossier.pk).fee_state == FeeState.PAID


def test_a_debt_whose_order_expired_is_taken_by_a_fresh_one(clerk, world, dossier, bill):
    expire_orders(now=bill.expires_at.replace(year=bill.expires_at.year + 1))
    clerk.open("till", ma=bill.reference)
    press(clerk, "cash", bill).follow()
    bill.refresh_from_db()
    assert bill.state == "expired"
    assert orders_of("dossier", dossier.pk)[-1].state == "paid"
    assert in_drawers() == bill.amount


def test_what_nobody_owes_any_more_is_not_taken(clerk, world, dossier, bill):
    actions.withdraw(
        actor=world.actor("citizen"), dossier_id=dossier.pk, reason="Thôi.", now=world.now
    )
    clerk.open("till", ma=dossier.code)
    assert not clerk.page.xpath("//button[@value='cash']")
    assert press(clerk, "cash", bill).status == 302
    assert not LedgerEntry.objects.exists()


def test_who_takes_no_money_there_finds_and_takes_nothing(desk_of, bill):
    for role in ("clerk", "leader"):
        desk = desk_of(role)
        assert desk.open("till", ma=bill.reference).status == 403
        assert press(desk, "cash", bill).status == 403
    stranger = desk_of("outsider")
    assert "không có khoản nào" in stranger.open("till", ma=bill.reference).text
    assert press(stranger, "cash", bill).status == 404
    assert not LedgerEntry.objects.exists()


def test_an_administrator_says_which_terminal_stands_at_which_counter(office, desk_of):
    browser = desk_of("administrator")

    def place(counter, name):
        fields = {"act": "machine", "machine-counter": counter.pk, "machine-terminal": name}
        browser.response = browser.client.post(browser.at("counter-setup"), fields)
        counter.refresh_from_db()
        return browser.status, counter.terminal

    assert place(office.one, "Q-01") == (302, "Q-01")
    assert "Q-01" in browser.follow().text
    assert place(office.two, "Q-01") == (409, "")
    assert "Máy này đang ở một quầy khác" in browser.text
    assert place(office.one, "") == (302, "")
    assert place(office.two, "máy một")[0] == 422


def test_letters_before_a_number_are_one_or_two_and_nothing_else(office, desk_of):
    browser = desk_of("administrator")
    fields = {"act": "kind", "kind-unit": office.unit.pk, "kind-name": "Sao y", "kind-minutes": "5"}
    for letters in ("ABC", "1A", "a"):
        typed = {**fields, "kind-letters": letters}
        assert browser.client.post(browser.at("counter-setup"), typed).status_code == 422


def test_cash_is_given_back_on_the_same_page_to_who_knows_the_code(clerk, desk_of, world, bill):
    press(clerk, "cash", bill)
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="accountants", now=world.now)
    world.settle()
    shown = desk_of("accountant").open("money-back").text
    assert "Chờ người nộp tới nhận ở quầy" in shown
    clerk.open("till", ma=refund.reference)
    assert "cho người nộp" in clerk.words("//main")
    assert refund.reference not in clerk.words("//main"), "who pays it out does not read the code"

    paper = clerk.client.get(clerk.at("till-voucher", refund.pk))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    said = voucher_words(world.actor("receptionist"), refund.pk, world.now)
    assert (said["receiver"], said["order"]) == ("", bill.reference)
    assert refund.reference not in str(said), "nor does the voucher tell it"

    def give(**typed):
        address = clerk.at("till-back", refund.pk)
        clerk.response = clerk.client.post(address, {"from": "drawer", **typed})
        return clerk.follow().words("//body")

    assert "Mã nhận tiền không đúng" in give(receiver="Hoa", code="RF2222222222")
    assert "Đã chi" in give(receiver="Hoa", code=refund.reference)
    said = voucher_words(world.actor("receptionist"), refund.pk, world.now)
    assert (said["receiver"], bool(said["paid_at"])) == ("Hoa", True)
    assert clerk.client.get(clerk.at("till-voucher", refund.pk)).content.startswith(b"%PDF")
    books = desk_of("accountant").open("money-back-order", bill.reference)
    assert books.page.xpath("//a[contains(., 'Phiếu chi')]/@href") == [
        clerk.at("till-voucher", refund.pk)
    ]
    for name, status in (("leader", 403), ("outsider", 404)):
        other = desk_of(name)
        assert other.client.get(other.at("till-voucher", refund.pk)).status_code == status
    assert in_drawers() == 0
    assert not clerk.page.xpath("//button[@name='from']")
    assert desk_of("leader").client.post(clerk.at("till-back", refund.pk)).status_code == 403


def test_without_an_open_drawer_nothing_is_offered_out_of_one(clerk, desk_of, world, bill):
    press(clerk, "cash", bill)
    ask_refund(actor=SYSTEM, order_id=bill.pk, reason="accountants", now=world.now)
    books = desk_of("accountant").open("till", ma=bill.reference)
    assert "chưa mở ngăn tiền" in books.words("//main")
    assert books.page.xpath("//button[@name='from']/@value") == ["safe"]
    Drawer.objects.update(state="closed", counted=0)
    assert not clerk.open("till", ma=bill.reference).page.xpath("//input[@name='receiver']")
