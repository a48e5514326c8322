"""Money that goes back, at the accountants' desk: proposed, agreed, refused, taken back."""

from __future__ import annotations

import pytest

from motcua.agencies.models import Official
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from motcua.notifications.models import OfficialNotice
from motcua.payments.actions import ask_refund, hear, send_refund
from motcua.payments.base import Word
from motcua.payments.enums import RefundState
from motcua.payments.models import Order, Refund, RefundProposal, Reversal, Settlement
from tests.cast import NOW
from tests.desk.test_takings import pay
from tests.payments.test_reversing import Stubborn
from tests.payments.test_settling import Generous


@pytest.fixture
def bill(world):
    return pay(world.ward, "a", 20_000, now=NOW)


def proposed(desk, bill, amount="8.000", reason="Nộp nhầm thủ tục."):
    address = desk.at("money-back-order", bill.reference)
    told = {"part": "bank:FTa", "amount": amount, "reason": reason}
    desk.response = desk.client.post(address, told)
    return desk


def test_an_accountant_finds_an_order_by_its_code_and_proposes_a_refund(desk_of, bill):
    desk = desk_of("accountant")
    desk.response = desk.client.get(desk.at("money-back"), {"ma": bill.reference.lower()})
    assert "20.000 đ" in desk.follow().words("//tbody/tr")
    assert proposed(desk, bill, reason="").status == 422
    assert "Lý do" in desk.words("//*[contains(@class,'error-summary')]")
    assert proposed(desk, bill, "20.001").status == 422
    assert "lớn hơn số còn lại" in desk.text
    assert desk.page.xpath("//*[contains(@class,'error-summary')]//a/@href") == ["#f-amount"]
    assert "Một kế toán khác phải đồng ý." in proposed(desk, bill).follow().text
    assert "Nộp nhầm thủ tục." in desk.open("money-back").text
    assert not Refund.objects.exists()


def test_who_proposed_cannot_agree_and_a_second_one_can(desk_of, bill, second_accountant):
    desk = desk_of("accountant")
    proposed(desk, bill)
    proposal = RefundProposal.objects.get()
    address = desk.at("money-back-decide", bill.reference, proposal.public_id)
    desk.response = desk.client.post(address, {"_yes": "1"})
    assert desk.status == 403
    RefundProposal.objects.update(asked_by=second_accountant)
    desk.response = desk.client.post(address, {"_yes": "1"})
    assert "đang hoàn 8.000 đ" in desk.follow().text
    assert Refund.objects.get().amount == 8_000


@pytest.fixture
def second_accountant(world):
    """Another official's number."""
    return Official.objects.exclude(pk=world.actor("accountant").official_id).first().pk


def refused(world, bill):
    [refund] = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Stubborn(), now=NOW)
    world.settle()
    return refund


def test_what_the_bank_refused_is_told_to_accountants_and_ended_with_a_document(
    desk_of, world, bill
):
    refund = refused(world, bill)
    notice = OfficialNotice.objects.get(official_id=world.actor("accountant").official_id)
    assert (notice.subject_kind, notice.subject_id) == ("money-back", bill.reference)
    desk = desk_of("accountant")
    assert "Ngân hàng không hoàn được 20.000 đ" in desk.open("money-back").text
    address = desk.at("money-back-refused", refund.pk)
    desk.response = desk.client.post(address, {"_hand": "1", "note": ""})
    assert "số chứng từ" in desk.follow().text
    desk.response = desk.client.post(address, {"_hand": "1", "note": "UNC-17"})
    assert "Không có khoản trả lại nào cần xử lý" in desk.follow().text
    assert "chứng từ UNC-17" in desk.open("money-back-order", bill.reference).text


def test_what_the_bank_refused_is_asked_again(desk_of, world, bill):
    refund = refused(world, bill)
    desk = desk_of("accountant")
    desk.response = desk.client.post(desk.at("money-back-refused", refund.pk), {"_again": "1"})
    assert "đang hoàn 20.000 đ" in desk.follow().text
    assert Refund.objects.get().state == RefundState.ASKED


def test_a_chargeback_is_told_and_stands_on_the_page_until_somebody_says_what_was_done(
    desk_of, world, bill
):
    word = Word("e9", "charged_back", "payment.charged_back", "x", 20_000, "FT9", "FTa")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    world.settle()
    assert OfficialNotice.objects.filter(subject_id=bill.reference).exists()
    desk = desk_of("accountant")
    page = desk.open("money-back").text
    assert "Ngân hàng lấy lại 20.000 đ" in page
    assert "Sổ cái đã ghi giảm thu." in page
    address = desk.at("money-back-taken", Reversal.objects.get().pk)
    desk.response = desk.client.post(address, {"note": "Đã gọi, người nộp trả lại."})
    assert "Không có khoản trả lại nào cần xử lý" in desk.follow().text
    page = desk.open("money-back-order", bill.reference).text
    assert "Đã gọi, người nộp trả lại." in page
    assert "Ngân hàng đã lấy lại tiền" in page
    assert AuditRow.objects.filter(action="payments.handle_reversal").exists()


def test_who_keeps_no_books_sees_and_does_none_of_it(desk_of, world, bill):
    refund = refused(world, bill)
    for name in ("head", "receptionist", "outsider"):
        desk = desk_of(name)
        assert desk.open("money-back-order", bill.reference).status in {403, 404}
        desk.response = desk.client.post(desk.at("money-back-refused", refund.pk), {"_again": "1"})
        assert desk.status in {403, 404}
    desk = desk_of("accountant")
    assert desk.open("money-back-order", "MCNOBODYS234").status == 404
    assert desk.client.post(desk.at("money-back-taken", 10**9), {"note": "x"}).status_code == 404
    assert Order.objects.get(pk=bill.pk).received == 20_000


def test_cash_is_paid_back_by_a_document_and_no_bank_is_blamed(desk_of, world):
    refused(world, pay(world.ward, "c", 20_000, now=NOW, provider="cash"))
    text = desk_of("accountant").open("money-back").text
    assert "Chi 20.000 đ đã thu bằng tiền mặt" in text
    assert "Ngân hàng" not in text
    assert "Gửi lại yêu cầu hoàn" not in text


def test_money_that_left_twice_is_settled_on_a_page_by_two_accountants(
    desk_of, world, bill, second_accountant
):
    refund = ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)[0]
    send_refund(actor=SYSTEM, refund_id=refund.pk, gateway=Generous(), now=NOW)
    word = Word("e9", "charged_back", "payment.charged_back", "x", 20_000, "FT9", "FTa")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    number = Reversal.objects.get().pk
    desk = desk_of("accountant")
    assert "Xử lý 20.000 đ đi hai lần" in desk.open("money-back").text
    address = desk.at("money-twice", number)
    wish = {"remedy": "back", "transaction": "FT77", "reason": "Biên bản 12."}
    desk.response = desk.client.post(address, wish)
    assert desk.status == 422
    assert "Không có tiền chưa rõ nào mang số giao dịch này." in desk.text
    desk.response = desk.client.post(address, {**wish, "remedy": "hand"})
    assert "Biên bản 12." in desk.follow().text
    decide = desk.at("money-twice-decide", number)
    desk.response = desk.client.post(decide, {"_yes": "1"})
    assert desk.status == 403, "who proposed it does not agree"
    Settlement.objects.update(asked_by=second_accountant)
    desk.response = desk.client.post(decide, {"_yes": "1"})
    assert desk.follow().words("//dl/div[1]/dd") == "0 đ"
    for name in ("head", "outsider"):
        assert desk_of(name).open("money-twice", number).status in {403, 404}
