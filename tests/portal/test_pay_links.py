"""Paying for somebody else by a link: what it shows, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from motcua.kernel.actors import Actor
from motcua.payments.actions import (
    call_links_back,
    cancel_order,
    hear,
    make_link,
    start_redirect,
    start_redirect_by_link,
)
from motcua.payments.base import Word
from motcua.payments.errors import OrderNotFound, OrderNotOpen
from motcua.payments.models import Attempt, Order, PayLink
from motcua.payments.providers.gateway import canonical
from motcua.payments.queries import gateway
from motcua.payments.queries.links import is_paid_by_another, link_of, token_of
from tests.cast import NOW, RESIDENCE
from tests.identity.doors import signed_in
from tests.payments.bank import SECRET


@pytest.fixture(autouse=True)
def _merchant(settings):
    settings.BANK_URL = "http://127.0.0.1:1"
    settings.BANK_MERCHANT = "H26"
    settings.BANK_SECRET = SECRET.decode()
    settings.BANK_ACCOUNT = "970436:1012345678"


@pytest.fixture
def dossier(world):
    for seed in range(20):
        made = world.file(RESIDENCE, key=f"key-{seed:04}", seed=seed)
        if made.fee_state == "due":
            world.settle()
            return made
    raise AssertionError("no sample pays")


@pytest.fixture
def bill(dossier):
    return Order.objects.get(subject_id=dossier.pk)


@pytest.fixture
def link(world, bill):
    return make_link(actor=world.actor("citizen"), order_id=bill.pk, now=NOW)


def opened(token, now=NOW, name="pay-link"):
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    address = reverse(f"portal:{name}", args=[token], urlconf="motcua.config.urls_portal")
    with time_machine.travel(now, tick=False):
        return client.get(address)


def text_of(response):
    return " ".join(html.fromstring(response.content).xpath("//main")[0].text_content().split())


def test_a_link_is_made_and_called_back_on_the_page_of_the_debt(world, bill):
    owner = signed_in(world.accounts["citizen"])
    address = reverse("portal:order-link", args=[bill.public_id])
    with time_machine.travel(NOW, tick=True):
        assert owner.post(address).status_code == 302
        assert PayLink.objects.get().called_back_at is None
        assert owner.post(address, {"_back": "1"}).status_code == 302
    assert PayLink.objects.get().called_back_at


def begin(link):
    start_redirect_by_link(
        actor=Actor("citizen"),
        link=link,
        gateway=gateway(),
        return_url="http://localhost/nop-ho/x",
        language="vi",
        now=NOW,
    )


def pay(bill, link=None):
    if link:
        begin(link)
        reference, kind = Attempt.objects.get(order=bill).reference, "paid"
    else:
        reference, kind = bill.reference, "received"
    word = Word("evt-1", kind, "word", reference, bill.amount, "FT1")
    hear(provider="bank", word=word, body=b"{}", now=NOW)


def test_a_stranger_with_the_link_sees_what_how_much_and_to_whom_and_no_more(dossier, bill, link):
    page = opened(token_of(link))
    said = text_of(page)
    assert page.status_code == 200
    for shown in (bill.agency.name, bill.reference, bill.lines[0]["name"]["vi"]):
        assert shown in said
    body = page.content.decode()
    for hidden in (dossier.applicant_name, dossier.code, str(dossier.public_id)):
        assert hidden not in body
    assert page["Cache-Control"].startswith("max-age=0")


def test_asking_again_gives_the_same_link(world, bill, link):
    assert make_link(actor=world.actor("citizen"), order_id=bill.pk, now=NOW) == link
    assert PayLink.objects.count() == 1


def test_a_link_that_was_changed_or_made_up_leads_nowhere(link):
    token = token_of(link)
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), link.public_id.hex, "x.y"):
        assert opened(wrong).status_code == 404
        with pytest.raises(OrderNotFound):
            link_of(wrong)


def test_a_link_ends_after_a_week_and_says_so(link):
    page = opened(token_of(link), NOW + timedelta(days=8))
    assert (page.status_code, "Liên kết này đã hết hạn" in text_of(page)) == (410, True)
    assert "VietQR" not in text_of(page)


def test_a_link_that_was_called_back_takes_no_money(world, bill, link):
    assert call_links_back(actor=world.actor("citizen"), order_id=bill.pk, now=NOW) == 1
    page = opened(token_of(link))
    assert (page.status_code, "thu hồi liên kết này" in text_of(page)) == (410, True)
    link.refresh_from_db()
    with pytest.raises(OrderNotOpen):
        pay(bill, link)
    assert make_link(actor=world.actor("citizen"), order_id=bill.pk, now=NOW) != link


def test_what_was_paid_meanwhile_says_that_nothing_is_due(bill, link):
    pay(bill)
    page = opened(token_of(link))
    assert (page.status_code, "Anh/chị không phải nộp nữa" in text_of(page)) == (200, True)
    assert not is_paid_by_another(Order.objects.get(pk=bill.pk))


def test_what_was_cancelled_meanwhile_says_so(world, bill, link):
    cancel_order(actor=world.actor("citizen"), order_id=bill.pk, now=NOW)
    page = opened(token_of(link))
    assert (page.status_code, "đã được hủy" in text_of(page)) == (410, True)


def test_who_sent_the_link_is_told_that_it_was_used(bill, link):
    pay(bill, link)
    assert is_paid_by_another(Order.objects.get(pk=bill.pk))


def test_who_stopped_half_way_by_the_link_did_not_pay_what_the_filer_transferred(bill, link):
    begin(link)
    pay(bill)
    assert not is_paid_by_another(Order.objects.get(pk=bill.pk))


def test_whom_a_link_was_sent_to_cannot_begin_without_end_nor_keep_its_owner_from_it(bill, link):
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    address = reverse(
        "portal:pay-link-card", args=[token_of(link)], urlconf="motcua.config.urls_portal"
    )
    with time_machine.travel(NOW, tick=False):
        answers = [client.post(address, {"amount": "1"}) for _ in range(21)]
        assert [one.status_code for one in answers] == [303] * 20 + [429]
        assert {f"amount={bill.amount}&" in one["Location"] for one in answers[:20]} == {True}
        begun = start_redirect(
            actor=Actor("citizen"),
            order_id=bill.pk,
            gateway=gateway(),
            return_url="http://localhost/x",
            language="vi",
            now=NOW,
        )
    assert f"amount={bill.amount}&" in begun


def test_a_wrong_number_is_said_on_top_and_stays_in_its_field(link, settings):
    settings.WALLET_URL = "http://127.0.0.1:1"
    client = Client(SERVER_NAME="localhost")
    token = token_of(link)
    address = reverse("portal:pay-link-wallet", args=[token], urlconf="motcua.config.urls_portal")
    with time_machine.travel(NOW, tick=False):
        page = html.fromstring(client.post(address, {"phone": "12"}).content)
    assert page.xpath("//*[@data-error-summary]//a/@href") == ["#phone"]
    (field,) = page.xpath("//input[@name='phone']")
    assert (field.get("value"), field.get("aria-describedby")) == ("12", "phone-error")


def test_who_came_back_waits_and_is_not_offered_to_pay_twice(bill, link):
    token = token_of(link)
    fields = [("command", "return"), ("merchant", "H26"), ("order", bill.reference)]
    fields.append(("status", "paid"))
    signed = {**dict(fields), "signature": gateway()._sign_fields(canonical(fields))}
    client = Client(SERVER_NAME="localhost")
    address = reverse("portal:pay-link", args=[token], urlconf="motcua.config.urls_portal")
    with time_machine.travel(NOW, tick=False):
        back = client.get(address, signed)
        strayed = client.get(address, {"utm_source": "zalo"})
    assert "Đừng trả lần nữa khi còn chờ." in text_of(back)
    assert "Nội dung chuyển khoản" not in text_of(back)
    assert b'http-equiv="refresh"' in back.content, "also without a script"
    assert "Nội dung chuyển khoản" in text_of(strayed), "what an app adds to a link is no return"
