"""The pages of cash: a clerk's shift from change to count, and the accountant's safe."""

from __future__ import annotations

import pytest

from motcua.payments.actions import hear
from motcua.payments.base import Word
from motcua.payments.queries import ledger_balance
from motcua.tills.actions import drawer_for_cash
from motcua.tills.models import Deposit, Drawer, HandOver
from motcua.tills.queries import purse
from tests.cast import NOW
from tests.payments.bank import order


@pytest.fixture
def clerk(desk_of):
    return desk_of("receptionist")


@pytest.fixture
def books(desk_of):
    return desk_of("accountant")


def press(desk, act, page="drawer", **typed):
    token = desk.open(page).page.xpath("//input[@name='token']/@value")
    typed = {"act": act, "token": token[0] if token else "", **typed}
    desk.response = desk.client.post(desk.at(f"{page}-act"), typed)
    return desk


def take(world, amount=50_000):
    actor, bill = world.actor("receptionist"), order(amount=amount)
    word = Word(f"cash:{bill.public_id}", "received", "cash", bill.reference, amount, "")
    lies_at = drawer_for_cash(actor=actor, now=NOW)
    hear(provider="cash", word=word, body=b"", now=NOW, lies_at=lies_at)
    return bill


def test_a_shift_from_its_change_to_its_count(clerk, world):
    assert "Đã mở ngăn tiền" in press(clerk, "open", began_with="200.000").follow().words("//body")
    bill = take(world)
    assert bill.reference in clerk.open("drawer").text
    assert "Số đếm khớp" in press(clerk, "count", n200000="1", n50000="1").follow().words("//body")
    assert "Đếm được 250.000 đ" in clerk.open("drawer").text
    assert (purse(world.ward.pk).in_safe, ledger_balance()) == (50_000, 0)


def test_the_page_does_not_tell_what_should_be_there_before_it_is_counted(clerk, world):
    press(clerk, "open", began_with="200000")
    take(world)
    assert "250.000" not in clerk.open("drawer").text


def test_a_difference_asks_for_a_reason_and_keeps_what_was_counted(clerk, books, world):
    press(clerk, "open", began_with="200000")
    page = press(clerk, "count", n100000="1", n20000="3")
    assert page.status == 422
    assert "Thiếu 40.000 đ." in page.text
    assert page.page.xpath("//input[@name='n20000']/@value") == ["3"]
    reason = "Trả nhầm tiền thừa"
    assert press(clerk, "count", n100000="1", n20000="3", reason=reason).status == 302
    shown = books.open("purse")
    assert "thiếu 40.000 đ" in shown.text
    assert f"Phải có 200.000 đ, đếm được 160.000 đ. Lý do: {reason}" in shown.text
    number = Drawer.objects.get().public_id
    assert "chênh lệch được ghi sổ" in press(books, "agree", "purse", id=number).follow().words(
        "//body"
    )
    assert Drawer.objects.get().state == "closed"


def test_cash_handed_over_is_counted_by_the_accountant_and_brought_to_the_bank(clerk, books, world):
    press(clerk, "open")
    take(world)
    press(clerk, "give", n50000="1")
    assert "Đang có tiền bàn giao chờ người nhận" in clerk.open("drawer").text
    press(books, "take", "purse", id=HandOver.objects.get().public_id)
    assert "50.000 đ Trong két" in books.open("purse").text.replace("đTrong", "đ Trong")
    assert (
        "Số tiền này nhiều hơn"
        in press(books, "deposit", "purse", agency=world.ward.pk, amount="60.000").text
    )
    said = press(books, "deposit", "purse", agency=world.ward.pk, amount="50.000").follow()
    assert Deposit.objects.get().reference in said.words("//body")
    assert "50.000 đ Đang nộp" in said.text.replace("đĐang", "đ Đang")


def test_who_gave_cash_on_takes_it_back_until_somebody_has_counted_it(clerk, books, world):
    press(clerk, "open", began_with="100000")
    for n50000 in ("1", "1"):
        press(clerk, "give", n50000=n50000)
    first, second = HandOver.objects.order_by("pk")
    assert clerk.open("drawer").words("//button[@value='back']").count("Lấy lại 50.000 đ") == 2
    assert "Đã lấy lại" in press(clerk, "back", id=first.public_id).follow().words("//body")
    press(books, "take", "purse", id=second.public_id)
    assert "đã có người xử lý" in press(clerk, "back", id=second.public_id).text
    assert "Đã lấy lại" not in clerk.open("drawer").text
    assert not clerk.page.xpath("//button[@value='back']")
    assert (purse(world.ward.pk).in_safe, ledger_balance()) == (50_000, 0)


def test_a_second_count_that_fits_is_looked_at_by_somebody_who_sees_the_first(clerk, books):
    press(clerk, "open", began_with="200000")
    press(clerk, "count", n100000="1")
    assert "lần đếm đầu thì không" in press(clerk, "count", n100000="2").text
    press(clerk, "count", n100000="2", reason="Hai tờ dính nhau.")
    assert "Lần đếm đầu lệch -100.000 đ." in books.open("purse").text


def test_one_press_hands_over_once_however_often_it_is_sent(clerk, world):
    press(clerk, "open", began_with="200000")
    token = clerk.open("drawer").page.xpath("//input[@name='token']/@value")[0]
    for _ in range(2):
        clerk.client.post(clerk.at("drawer-act"), {"act": "give", "token": token, "n50000": "1"})
    assert HandOver.objects.count() == 1


def test_a_press_of_an_earlier_shift_sent_again_hands_nothing_over(clerk, books, world):
    press(clerk, "open", began_with="50000")
    told = {"act": "give", "token": "tab-left-open", "n50000": "1"}
    clerk.client.post(clerk.at("drawer-act"), told)
    press(books, "take", "purse", id=HandOver.objects.get().public_id)
    press(clerk, "count")
    press(clerk, "open", began_with="50000")
    assert clerk.client.post(clerk.at("drawer-act"), told).status_code == 302
    assert HandOver.objects.count() == 1


def test_a_colleagues_press_is_nobody_elses(clerk, books, world):
    press(clerk, "open", began_with="50000")
    press(books, "open", began_with="50000")
    told = {"act": "give", "token": "seen-over-a-shoulder", "n50000": "1"}
    clerk.client.post(clerk.at("drawer-act"), told)
    assert books.client.post(books.at("drawer-act"), told).status_code == 404
    assert HandOver.objects.get().drawer.official_id == world.actor("receptionist").official_id


@pytest.mark.parametrize("amount", ["9223372036854775807", "100.000.001"])
def test_no_slip_of_the_keys_puts_a_fortune_into_a_drawer(clerk, amount):
    page = press(clerk, "open", began_with=amount)
    assert (page.status, "nhiều nhất là 100.000.000 đ" in page.text) == (422, True)
    assert not Drawer.objects.exists()


@pytest.mark.parametrize("typed", [{"n100000": "hai"}, {"n100000": "-1"}, {"n100000": "9" * 9}])
def test_what_is_no_number_of_notes_is_said(clerk, typed):
    press(clerk, "open")
    assert "Số tờ phải là số nguyên" in press(clerk, "count", **typed).text


def test_a_sum_that_is_none_is_said_and_nothing_is_opened(clerk):
    assert "số đồng nguyên" in press(clerk, "open", began_with="nhiều").text
    assert not Drawer.objects.exists()


def test_who_takes_no_money_has_no_page(desk_of, books):
    assert desk_of("specialist").open("drawer").status == 403
    assert desk_of("receptionist").open("purse").status == 403
    assert press(books, "nothing").status == 404
