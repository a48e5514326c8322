"""Paying what is due: shown in full, led to one gateway only, believed only from the bank."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from lxml import html

from motcua.dossiers import actions
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.dues import payment_lapses_at
from motcua.payments.actions import OrderLine, ask_part, expire_orders, hear
from motcua.payments.base import Word
from motcua.payments.models import Attempt, Order
from motcua.payments.providers.gateway import HmacGateway, canonical
from motcua_sandbox import vietqr
from tests.cast import NOW, RESIDENCE
from tests.payments.bank import SECRET
from tests.qr import read_svg

BANK = "http://127.0.0.1:1"


@pytest.fixture(autouse=True)
def _merchant(settings):
    settings.BANK_URL = BANK
    settings.BANK_MERCHANT = "H26"
    settings.BANK_SECRET = SECRET.decode()
    settings.BANK_ACCOUNT = "970436:1012345678"


@pytest.fixture
def dossier(world):
    for seed in range(20):
        made = world.file(RESIDENCE, key=f"key-{seed:04}", seed=seed)
        if made.fee_state == "due":
            return made
    raise AssertionError("no sample pays")


@pytest.fixture
def order(citizen, dossier):
    citizen.post(f"/dossiers/{dossier.public_id}/pay")
    return Order.objects.get(subject_id=dossier.pk)


def pay(order, transaction="FT1"):
    attempt = Attempt.objects.filter(order=order).last()
    word = Word(
        f"evt-{transaction}", "paid", "payment.paid", attempt.reference, order.amount, transaction
    )
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    order.refresh_from_db()


def returned(order, status):
    """Give the address the gateway sends the payer back to."""
    fields = [
        ("command", "return"),
        ("merchant", "H26"),
        ("order", f"{order.reference}-1"),
        ("amount", str(order.amount)),
        ("currency", "VND"),
        ("status", status),
    ]
    text = canonical(fields)
    signature = HmacGateway(BANK, "H26", SECRET)._sign_fields(text)
    return f"/pay/{order.public_id}/return?{text}&signature={signature}"


def test_what_is_due_is_asked_for_at_once_and_made_out_once(citizen, dossier):
    citizen.go(f"/dossiers/{dossier.public_id}/filed")
    assert "Nộp 10.000" in citizen.text
    for _ in range(2):
        citizen.post(f"/dossiers/{dossier.public_id}/pay")
        assert citizen.response["Location"].startswith("/pay/")
    assert Order.objects.count() == 1


def test_an_order_shows_lines_amount_until_when_and_a_code_to_scan(citizen, order):
    citizen.go(f"/pay/{order.public_id}")
    assert "10.000" in citizen.text
    assert "Hạn nộp: 09:00 30/11/2026" in citizen.text
    assert order.reference in citizen.text
    assert "1012345678" in citizen.text
    (code,) = citizen.page.xpath("//*[@role='img']//*[local-name()='svg']")
    assert code.get("style") is None
    asked = vietqr.parse(read_svg(html.tostring(code, encoding="unicode")))
    assert (asked.account, asked.amount, asked.is_dynamic) == ("1012345678", 10_000, True)
    assert order.reference in asked.content


def test_only_the_order_s_page_may_lead_to_the_gateway_and_nowhere_else(citizen, order):
    citizen.go(f"/pay/{order.public_id}")
    assert f"form-action 'self' {BANK};" in citizen.response["Content-Security-Policy"] + ";"
    citizen.go("/my")
    assert "form-action 'self';" in citizen.response["Content-Security-Policy"] + ";"


def test_paying_by_card_leads_to_the_gateway_with_the_order_s_amount(citizen, order):
    citizen.post(f"/pay/{order.public_id}/card", {"amount": "1"})
    assert citizen.status == 303
    assert citizen.response["Location"].startswith(f"{BANK}/pay?")
    assert "amount=10000" in citizen.response["Location"]
    assert f"%2Fpay%2F{order.public_id}%2Freturn" in citizen.response["Location"]


def test_coming_back_proves_nothing_and_says_only_where_one_is(citizen, order, silent_bank):
    citizen.post(f"/pay/{order.public_id}/card")
    citizen.go(returned(order, "paid"))
    assert "Ngân hàng chưa xác nhận" in citizen.title
    assert "Đã nộp" not in citizen.text
    pay(order)
    citizen.go(returned(order, "paid"))
    assert citizen.title == "Đã nộp tiền"
    assert "Đã nộp 10.000" in citizen.text


def test_giving_up_never_says_thank_you(citizen, order, silent_bank):
    citizen.post(f"/pay/{order.public_id}/card")
    citizen.go(returned(order, "cancelled"))
    assert "chưa trả tiền" in citizen.title
    for word in ("cảm ơn", "đã nộp", "thành công"):
        assert word not in citizen.text.lower()
    forged = returned(order, "cancelled").replace("status=cancelled", "status=paid")
    assert "Ngân hàng chưa xác nhận" in citizen.go(forged).title


def test_a_forged_return_changes_nothing(citizen, order, silent_bank):
    citizen.go(f"/pay/{order.public_id}/return?status=paid&order={order.reference}&signature=0")
    assert "Ngân hàng chưa xác nhận" in citizen.title
    order.refresh_from_db()
    assert order.state == "open"


def test_the_gateway_is_asked_at_most_every_few_seconds(citizen, order, silent_bank):
    citizen.post(f"/pay/{order.public_id}/card")
    Attempt.objects.update(started_at=NOW - timedelta(minutes=1))
    for _ in range(4):
        citizen.go(f"/pay/{order.public_id}/return")
    assert len(silent_bank) == 1


def test_the_waiting_page_asks_quietly_and_is_loaded_anew_once_paid(citizen, order, silent_bank):
    citizen.post(f"/pay/{order.public_id}/card")
    for place in ("", "/return"):
        answer = citizen.client.get(
            f"/pay/{order.public_id}{place}", headers={"HX-Request": "true"}
        )
        assert answer.status_code == 204
    pay(order)
    for place in ("", "/return"):
        answer = citizen.client.get(
            f"/pay/{order.public_id}{place}", headers={"HX-Request": "true"}
        )
        assert answer["HX-Refresh"] == "true"


def test_a_paid_order_is_shown_as_paid_and_cannot_be_paid_again(citizen, world, dossier, order):
    citizen.post(f"/pay/{order.public_id}/card")
    pay(order)
    citizen.go(f"/pay/{order.public_id}")
    assert "Đã nộp 10.000" in citizen.text
    assert not citizen.page.xpath("//main//*[@role='img']")
    assert citizen.post(f"/pay/{order.public_id}/card").status == 302
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "không phải nộp lại" in citizen.text
    world.settle()
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "Đã nộp 10.000" in citizen.text
    assert "Việc anh/chị cần làm" not in citizen.text


def test_a_stranger_s_order_is_not_there(relative, stranger, order):
    for place in ("", "/card", "/return"):
        assert relative.go(f"/pay/{order.public_id}{place}").status == 404
        assert relative.post(f"/pay/{order.public_id}{place}").status in {404, 405}
        assert stranger.go(f"/pay/{order.public_id}{place}").status == 302
    assert Attempt.objects.count() == 0


def test_an_order_that_is_no_dossier_s_is_not_there(citizen, order):
    Order.objects.update(subject_kind="other")
    assert citizen.go(f"/pay/{order.public_id}").status == 404


def ask(world, dossier):
    """Ask for money on the way, as an official does."""
    return actions.ask_payment(
        actor=world.actor("receptionist"),
        dossier_id=dossier.pk,
        line=OrderLine("thu-them", {"vi": "Khoản phải nộp thêm"}, 50_000),
        now=NOW,
    )


def test_what_an_official_asks_for_on_the_way_is_paid_on_the_same_page(citizen, world):
    dossier = world.file()
    ask(world, dossier)
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "Nộp 50.000" in citizen.text
    citizen.post(f"/dossiers/{dossier.public_id}/pay").follow()
    assert "Khoản phải nộp thêm" in citizen.text


def expire(order):
    """Let an order's time pass."""
    Order.objects.filter(pk=order.pk).update(expires_at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize("is_swept", [False, True])
def test_what_expired_is_paid_again_under_a_fresh_code(citizen, dossier, order, is_swept):
    expire(order)
    if is_swept:
        expire_orders(now=NOW)
    citizen.go(f"/pay/{order.public_id}")
    assert "Đã hết hạn thanh toán" in citizen.text
    assert order.reference not in citizen.text
    (again,) = citizen.page.xpath("//main//form/@action")
    citizen.post(again).follow()
    assert "Hạn nộp: 09:00 30/11/2026" in citizen.text
    fresh = Order.objects.get(subject_id=dossier.pk, state="open")
    assert fresh.reference in citizen.text
    for _ in range(2):
        citizen.post(again)
        assert citizen.response["Location"] == f"/pay/{fresh.public_id}"
    citizen.go(again)
    assert citizen.response["Location"] == f"/pay/{fresh.public_id}"
    order.refresh_from_db()
    assert order.state == "expired"
    assert Order.objects.count() == 2


def test_the_page_of_a_dossier_leads_past_an_expired_order(citizen, dossier, order):
    expire(order)
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "quá thời gian nộp theo mã cũ" in citizen.text
    assert f"/dossiers/{dossier.public_id}/pay" in citizen.page.xpath("//main//form/@action")


def test_what_an_official_asked_for_is_paid_again_though_the_filing_fee_was_paid(
    citizen, world, dossier, order
):
    word = Word("e1", "received", "transfer.received", order.reference, order.amount, "FT1")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    world.settle()
    asked = ask(world, dossier)
    expire(asked)
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "Nộp 50.000" in citizen.text
    citizen.post(f"/dossiers/{dossier.public_id}/pay").follow()
    assert "Khoản phải nộp thêm" in citizen.text
    fresh = Order.objects.get(subject_id=dossier.pk, state="open")
    word = Word("e2", "received", "transfer.received", fresh.reference, 50_000, "FT2")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    world.settle()
    dossier.refresh_from_db()
    assert dossier.state == "filed"


def test_the_filing_fee_does_not_settle_what_an_official_asked_for(citizen, world, dossier, order):
    ask(world, dossier)
    word = Word("e1", "received", "transfer.received", order.reference, order.amount, "FT1")
    hear(provider="bank", word=word, body=b"{}", now=NOW)
    world.settle()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.fee_state) == ("payment-at-receipt", "paid")
    citizen.go(f"/dossiers/{dossier.public_id}")
    assert "Nộp 50.000" in citizen.text


def test_a_dossier_that_was_withdrawn_asks_for_no_money(citizen, world, dossier, order):
    expire(order)
    actions.withdraw(actor=world.actor("citizen"), dossier_id=dossier.pk, reason="", now=NOW)
    citizen.go(f"/pay/{order.public_id}")
    assert not citizen.page.xpath("//main//form")
    citizen.post(f"/dossiers/{dossier.public_id}/pay")
    assert citizen.response["Location"] == f"/dossiers/{dossier.public_id}"
    assert Order.objects.count() == 1


@pytest.fixture
def silent_bank(monkeypatch):
    """A gateway that does not answer; gives what it was asked."""
    asked = []

    def ask(url, **_):
        asked.append(url)
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx, "post", ask)
    return asked


def heard(order, kind, amount, number, *, original="", now=NOW):
    """Hear the bank: a transfer that names the order, or a chargeback of one."""
    reference = order.reference if kind == "received" else "x"
    word = Word(f"evt-{number}", kind, kind, reference, amount, number, original)
    hear(provider="bank", word=word, body=b"{}", now=now)


def test_a_payer_reads_what_is_still_missing(citizen, order):
    heard(order, "received", 4_000, "FT1")
    citizen.go(f"/pay/{order.public_id}")
    assert "Đã nhận 4.000 đ, còn thiếu 6.000 đ." in citizen.text
    (code,) = citizen.page.xpath("//*[@role='img']//*[local-name()='svg']")
    assert vietqr.parse(read_svg(html.tostring(code, encoding="unicode"))).amount == 6_000


def test_a_payer_reads_that_he_paid_too_much_and_that_it_goes_back(citizen, order):
    heard(order, "received", 10_700, "FT1")
    citizen.go(f"/pay/{order.public_id}")
    assert "Anh/chị đã chuyển thừa 700 đ." in citizen.text
    heard(order, "received", 10_000, "FT2")
    assert "Anh/chị đã chuyển thừa 10.700 đ." in citizen.go(f"/pay/{order.public_id}").text


def test_a_payer_reads_that_money_came_too_late_and_is_not_lost(citizen, order):
    expire(order)
    expire_orders(now=NOW)
    heard(order, "received", 10_000, "FT1")
    page = citizen.go(f"/pay/{order.public_id}").text
    assert "Có 10.000 đ đến khi khoản này không còn nhận tiền." in page


def test_what_the_bank_took_back_is_said_and_paid_again(citizen, world, dossier, order):
    heard(order, "received", 10_000, "FT1")
    world.settle()
    heard(order, "charged_back", 10_000, "FT2", original="FT1")
    world.settle()
    dossier.refresh_from_db()
    assert dossier.fee_state == "due"
    page = citizen.go(f"/dossiers/{dossier.public_id}").text
    assert "ngân hàng đã lấy lại tiền đã trả" in page
    page = citizen.go(f"/pay/{order.public_id}").text
    assert "Ngân hàng đã lấy lại 10.000 đ" in page
    (again,) = citizen.page.xpath("//main//form/@action")
    citizen.post(again).follow()
    fresh = Order.objects.get(subject_id=dossier.pk, state="open")
    heard(fresh, "received", 10_000, "FT3")
    world.settle()
    dossier.refresh_from_db()
    assert dossier.fee_state == "paid"


def test_a_dossier_s_page_shows_what_goes_back(citizen, world, dossier, order):
    heard(order, "received", 10_000, "FT1")
    world.settle()
    ask_part(
        actor=world.actor("accountant"),
        order_id=order.pk,
        source=("bank", "FT1"),
        amount=4_000,
        reason="x",
        now=NOW,
    )
    for place in (f"/dossiers/{dossier.public_id}", f"/pay/{order.public_id}"):
        assert "Đang hoàn 4.000 đ về nơi đã trả." in citizen.go(place).text


def test_a_return_of_another_order_or_of_an_earlier_try_says_nothing_here(
    citizen, world, order, silent_bank
):
    citizen.post(f"/pay/{order.public_id}/card")
    earlier = returned(order, "cancelled")
    citizen.post(f"/pay/{order.public_id}/card")
    assert "Ngân hàng chưa xác nhận" in citizen.go(earlier).title
    other = Order.objects.get(pk=order.pk)
    other.reference = "MCANOTHER234"
    citizen.go(returned(other, "cancelled"))
    assert "Ngân hàng chưa xác nhận" in citizen.title


def test_coming_back_after_the_order_expired_neither_waits_for_ever_nor_thanks(
    citizen, order, silent_bank
):
    citizen.post(f"/pay/{order.public_id}/card")
    expire(order)
    expire_orders(now=NOW)
    for status in ("paid", "cancelled", "expired"):
        citizen.go(returned(order, status))
        assert citizen.title.startswith("Đã hết hạn thanh toán")
        assert "được giữ riêng" in citizen.text
        assert "Đã nộp" not in citizen.text


def test_a_gateway_that_answers_with_a_forged_signature_leaves_the_page_waiting(
    citizen, order, monkeypatch
):
    citizen.post(f"/pay/{order.public_id}/card")
    Attempt.objects.update(started_at=NOW - timedelta(minutes=1))
    forged = httpx.Response(
        200,
        json={"order": f"{order.reference}-1", "state": "paid", "amount": 10_000},
        headers={"X-Signature": "t=1,v1=" + "0" * 64},
        request=httpx.Request("POST", BANK),
    )
    monkeypatch.setattr(httpx, "post", lambda *_, **__: forged)
    citizen.go(f"/pay/{order.public_id}/return")
    assert citizen.status == 200
    assert "Ngân hàng chưa xác nhận" in citizen.title


def test_after_a_part_was_taken_back_only_that_part_is_asked_for_again(
    citizen, world, order, dossier
):
    world.settle()
    heard(order, "received", 4_000, "FT1")
    assert "Nộp 6.000 đ trước" in citizen.go(f"/dossiers/{dossier.public_id}").text
    heard(order, "received", 6_700, "FT2")
    heard(order, "charged_back", 4_000, "FT3", original="FT1")
    world.settle()
    assert "Nộp lại 3.300 đ" in citizen.go(f"/dossiers/{dossier.public_id}").text
    # What was too much before counts towards it, as it would had it come last.
    assert "chuyển thừa" not in citizen.go(f"/pay/{order.public_id}").text
    citizen.post(f"/dossiers/{dossier.public_id}/pay").follow()
    assert "còn thiếu 3.300 đ" in citizen.text
    page = citizen.go(f"/dossiers/{dossier.public_id}").text
    assert "Nộp 3.300 đ trước" in page
    assert "Ngân hàng đã lấy lại tiền của khoản 10.000 đ" in page


def test_a_dossier_whose_money_was_taken_back_late_is_not_ended_the_same_night(
    citizen, world, dossier, order
):
    late = NOW + timedelta(days=100)
    heard(order, "received", 10_000, "FT1")
    world.settle()
    heard(order, "charged_back", 10_000, "FT2", original="FT1", now=late)
    world.settle()
    assert payment_lapses_at(Dossier.objects.get(pk=dossier.pk)) > late + timedelta(days=5)
