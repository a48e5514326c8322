"""Paying and tracking from a plain phone, with nothing but text messages."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import system_now
from motcua.kernel.sealed import normal_form
from motcua.kernel.signed_bodies import sign
from motcua.payments.actions import ask_refund, ask_wallet, cancel_order, hear_wallet, send_refund
from motcua.payments.base import Word
from motcua.payments.enums import OrderState
from motcua.payments.errors import WalletLimitReached, WalletRefused
from motcua.payments.models import Attempt, LedgerEntry, Order, Refund
from motcua.payments.queries import ledger_balance
from motcua.payments.queries.providers import wallet
from motcua.payments.queries.wallets import may_pay
from motcua.texting.actions import answer_text, forget_texts, hear_text, tell_end, tell_refusal
from motcua.texting.enums import Wish
from motcua.texting.models import IncomingText, PayIntent
from tests.cast import BUSINESS, NOW
from tests.payments.bank import order
from tests.texting.conftest import SMS

pytestmark = pytest.mark.django_db(transaction=True)
WEBHOOK = "/api/webhooks/text"
_numbers = iter(range(10**6))


@pytest.fixture
def number():
    """A phone of its own for each test: the network outlives them."""
    return f"09{next(_numbers):04d}{system_now().microsecond % 10000:04d}"


@pytest.fixture
def say(network, number):
    """Send a text and give what came back."""

    def do(text, sender=number, now=NOW):
        came = hear_text(
            event_id=f"evt-{next(_numbers)}-{system_now().timestamp()}",
            sender=sender,
            text=text,
            now=now,
        )
        return answer_text(text_id=came.pk, now=now).answer

    return do


def code_in(text):
    return re.search(r"XN ([0-9]{4})", text)[1]


def heard(reference):
    """Bring the wallet's word home by asking, as the sweep does when a webhook is lost."""
    word = wallet().query(reference)
    hear_wallet(provider="wallet", word=word, reason="", body=b"", now=NOW)


def test_a_fee_is_paid_with_three_messages_and_a_pin(say, network, number):
    bill = order()
    asked = say(f"NT {bill.reference}")
    assert asked == (
        f"Nop 20.000d cho Phuong Thu, ma {bill.reference}. Dong y thi soan XN {code_in(asked)} "
        "trong 10 phut. Tien tru vao vi cua so nay."
    )
    assert Attempt.objects.count() == 0
    assert "Nhap ma PIN" in say(f"XN {code_in(asked)}")
    attempt = Attempt.objects.get()
    assert Order.objects.get().state == OrderState.OPEN
    network.pin(attempt.reference)
    heard(attempt.reference)
    assert (Order.objects.get().state, Order.objects.get().paid_by) == (OrderState.PAID, "wallet")
    assert ledger_balance() == 0
    tell_end(order_id=bill.pk, now=NOW)
    tell_end(order_id=bill.pk, now=NOW)
    told = network.texts(number)
    assert told[0] == f"Da nop 20.000d cho Phuong Thu, ma {bill.reference}."
    assert len(told) == 3


def test_the_same_word_again_moves_nothing_more(say, network):
    bill = order()
    say(f"XN {code_in(say(f'NT {bill.reference}'))}")
    reference = Attempt.objects.get().reference
    network.pin(reference)
    for _ in range(3):
        heard(reference)
    assert sum(row.amount for row in LedgerEntry.objects.filter(amount__gt=0)) == 20_000


def test_a_wrong_code_takes_nothing_and_three_of_them_end_it(say):
    right = code_in(say(f"NT {order().reference}"))
    wrong = "0000" if right != "0000" else "1111"
    for _ in range(3):
        assert "Ma xac nhan khong dung" in say(f"XN {wrong}")
    assert "Ma xac nhan khong dung" in say(f"XN {right}")
    assert not Attempt.objects.exists()


def test_a_code_serves_once_and_for_ten_minutes_and_only_its_phone(say):
    code = code_in(say(f"NT {order().reference}"))
    assert "Ma xac nhan" in say(f"XN {code}", sender="0909999999")
    assert "Ma xac nhan" in say(f"XN {code}", now=NOW + timedelta(minutes=11))
    assert "Nhap ma PIN" in say(f"XN {code}")
    assert "Ma xac nhan" in say(f"XN {code}")
    assert Attempt.objects.count() == 1


def test_what_is_too_much_for_a_wallet_is_said_before_money_moves(say, number):
    bill = order(amount=2_500_000)
    assert say(f"NT {bill.reference}") == (
        f"Khoan {bill.reference} la 2.500.000d, vuot han muc tien di dong cua so nay "
        "(con 2.000.000d). Tra bang cach khac."
    )
    with pytest.raises(WalletLimitReached):
        ask_wallet(actor=SYSTEM, order_id=bill.pk, phone=number, wallet=wallet(), now=NOW)
    assert not Attempt.objects.exists()


def test_what_a_wallet_paid_this_month_counts_against_its_month(network, number):
    for key in range(5):
        bill = order(f"k{key}", amount=1_900_000)
        network.fill(number, 3_000_000) if key else None
        attempt = ask_wallet(actor=SYSTEM, order_id=bill.pk, phone=number, wallet=wallet(), now=NOW)
        network.pin(attempt.reference)
        heard(attempt.reference)
    assert may_pay(number, NOW) == 500_000
    assert may_pay("0" + number[1:], NOW + timedelta(days=31)) == 2_000_000


def test_what_another_wallet_paid_takes_nothing_of_the_month_of_one_that_was_only_asked(
    network, number
):
    bill, stranger = order(amount=1_900_000), "0912000111"
    bill, stranger = order(amount=1_900_000), f"09{number[:1:-1]}"
    attempts = [
        ask_wallet(actor=SYSTEM, order_id=bill.pk, phone=phone, wallet=wallet(), now=NOW)
        for phone in (number, stranger)
    ]
    network.fill(stranger, 3_000_000)
    network.pin(attempts[1].reference)
    heard(attempts[1].reference)
    assert Order.objects.get(pk=bill.pk).state == OrderState.PAID
    assert Attempt.objects.get(pk=attempts[0].pk).paid_at is None
    for month in (NOW, NOW + timedelta(days=31)):
        assert may_pay(number, month) == 2_000_000


@pytest.mark.parametrize(
    ("balance", "elsewhere", "why"),
    [(1_000, 0, "vi khong du tien"), (3_000_000, 9_990_000, "vi da het han muc thang")],
)
def test_what_only_the_provider_knows_is_told_otherwise(
    say, network, number, balance, elsewhere, why
):
    say("TC nothing")
    network.fill(number, balance, elsewhere)
    bill = order()
    said = say(f"XN {code_in(say(f'NT {bill.reference}'))}")
    assert said.startswith(f"Chua nop duoc khoan {bill.reference}: {why}. Chua tru tien.")
    assert Order.objects.get().state == OrderState.OPEN
    assert (LedgerEntry.objects.count(), Attempt.objects.get().refusal != "") == (0, True)


def test_whoever_says_no_on_the_phone_pays_nothing_and_is_told(say, network, number):
    bill = order()
    say(f"XN {code_in(say(f'NT {bill.reference}'))}")
    attempt = Attempt.objects.get()
    network.pin(attempt.reference, None)
    word = Word("evt-no", "cancelled", "wallet.refused", attempt.reference, 20_000, "")
    hear_wallet(provider="wallet", word=word, reason="declined", body=b"{}", now=NOW)
    tell_refusal(attempt_id=attempt.pk, now=NOW)
    assert "chu vi khong dong y" in network.texts(number)[0]
    network.fill(number, 0)
    with pytest.raises(WalletRefused):
        ask_wallet(actor=SYSTEM, order_id=bill.pk, phone=number, wallet=wallet(), now=NOW)


def test_a_paid_cancelled_or_expired_payment_says_so(say):
    paid, off = order("a"), order("b")
    Order.objects.filter(pk=paid.pk).update(state="paid", paid_at=NOW)
    cancel_order(actor=SYSTEM, order_id=off.pk, now=NOW)
    assert "da nop du" in say(f"NT {paid.reference}")
    assert "da huy" in say(f"NT {off.reference}")
    late = order("c")
    assert "da het han" in say(f"NT {late.reference}", now=NOW + timedelta(days=11))
    assert "Khong co khoan" in say("NT MCZZZZZZZZZZ")


def test_a_dossier_is_told_in_full_only_to_its_own_phone(world, say):
    dossier = world.file()
    own = normal_form("phone", dossier.contact["phone"])
    told = say(f"TC {dossier.code}", sender=own)
    assert told.startswith(f"Ho so {dossier.code}: Da nop, cho tiep nhan.")
    strange = say(f"tc {dossier.code.lower()}", sender="0901234567")
    assert strange == (
        f"Ho so {dossier.code}: dang giai quyet. Chi tiet chi gui toi so dien thoai da ghi "
        "trong ho so."
    )
    for secret in (dossier.applicant_name, own, "MC"):
        assert secret not in strange


def test_what_is_due_on_a_dossier_is_told_with_the_code_to_pay_it(world, say):
    dossier = world.file(BUSINESS)
    world.settle()
    bill = Order.objects.get()
    own = normal_form("phone", dossier.contact["phone"])
    assert f"soan NT {bill.reference}." in say(f"TC {dossier.code}", sender=own)


def test_unknown_words_get_a_short_help(say):
    assert say("xin chao").startswith("Soan TC <ma ho so> de tra cuu.")
    assert say("TC").startswith("Soan TC <ma ho so> de tra cuu.")
    assert "Khong co ho so ma ABC." in say("TC abc")


def post(told, secret=SMS, now=None):
    body = json.dumps(told).encode()
    header = sign(body, secret, now=now or system_now())
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    headers = {"X-Signature": header}
    return client.post(WEBHOOK, body, content_type="application/json", headers=headers)


def came(number, text="TC x", event="evt-1"):
    told = {"id": event, "event": "message.received", "client": "MOTCUA", "message": "msg_1"}
    return told | {"from": number, "to": "8088", "text": text}


def test_the_gateways_word_is_stored_once_and_only_if_it_is_signed(network, number):
    assert post(came(number), secret=b"x" * 32).status_code == 401
    assert post(came(number), now=system_now() - timedelta(minutes=6)).status_code == 401
    assert post({"event": "message.received", "id": "evt-1"}).status_code == 400
    assert post({"event": "message.delivered", "id": "evt-2"}).status_code == 200
    assert not IncomingText.objects.exists()

    def posted():
        try:
            return post(came(number)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert {pool.submit(posted).result() for _ in range(3)} == {200}
    assert IncomingText.objects.count() == 1


def test_who_sends_too_many_is_not_answered(network, number):
    for turn in range(21):
        text = hear_text(event_id=f"many-{number}-{turn}", sender=number, text="?", now=NOW)
    assert text.wish == Wish.SILENCE
    assert answer_text(text_id=text.pk, now=NOW).answer == ""
    assert network.texts(number) == []


def test_a_message_is_answered_once_however_often_it_is_tried(say, network, number):
    say("?")
    text = IncomingText.objects.get()
    answer_text(text_id=text.pk, now=NOW)
    assert len(network.texts(number)) == 1


def test_messages_are_forgotten_after_a_quarter(say):
    say(f"NT {order().reference}")
    assert forget_texts(now=NOW + timedelta(days=80)) == 0
    forget_texts(now=NOW + timedelta(days=91))
    assert (IncomingText.objects.count(), PayIntent.objects.count()) == (0, 0)


def test_money_goes_back_into_the_wallet_it_came_from(say, network):
    bill = order()
    say(f"XN {code_in(say(f'NT {bill.reference}'))}")
    reference = Attempt.objects.get().reference
    network.pin(reference)
    heard(reference)
    ask_refund(actor=SYSTEM, order_id=bill.pk, reason="withdrawn", now=NOW)
    for _ in range(2):
        send_refund(actor=SYSTEM, refund_id=Refund.objects.get().pk, gateway=wallet(), now=NOW)
    assert (Refund.objects.get().state, ledger_balance()) == ("done", 0)
    assert sum(row.amount for row in LedgerEntry.objects.filter(account__kind="clearing")) == 0
