"""The words of messages and their sending in a real browser: both languages, phone and desk."""

from __future__ import annotations

import pytest
from django.conf import settings as ours
from playwright.sync_api import expect

from motcua.identity.middleware.cookies import session_cookie
from motcua.kernel.actors import SYSTEM
from motcua.notifications.actions.wordings import WordingFacts, publish_wording, write_wording
from motcua.notifications.models import CarrierHealth, Withdrawal
from tests.cast import NOW
from tests.console.test_sending import dead
from tests.identity.doors import Door, signed_in
from tests.watching import barriers, look, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "{{ agency }}: Hồ sơ {{ code }} đã nhận. Xem {{ link }}"


@pytest.fixture
def waiting(world, settings):
    """Let a text hold, another wait for a second person, and messages be given up."""
    settings.SMS_URL, settings.SMTP_URL = "http://127.0.0.1:1", "smtp://127.0.0.1:1"

    def write(text):
        facts = WordingFacts("accepted", "vi", "sms", "", text, "cho dễ đọc")
        return write_wording(actor=SYSTEM, facts=facts, now=NOW).pk

    publish_wording(actor=SYSTEM, wording_id=write(OWN), holds_from=NOW, now=NOW)
    number = write(OWN.replace("đã nhận", "đang ở cơ quan"))
    dead("gone", world.ward)
    CarrierHealth.objects.create(medium="sms", downs=5, rests=1, rests_until=NOW, since=NOW)
    return number


@pytest.fixture
def address(port):
    return f"http://desk.localhost:{port}"


@pytest.fixture
def page(chromium, address, world):
    key = signed_in(world.accounts["administrator"]).cookies[session_cookie(Door.DESK)].value
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
    yield context.new_page()
    context.close()


def test_every_page_of_messages_fits_and_bars_nobody_in_both_languages(
    page, address, waiting, base
):
    one = f"{base}tin/accepted/vi/sms/"
    places = {
        "list": f"{base}tin/",
        "one": one,
        "mail": f"{base}tin/supplement/en/email/",
        "write": f"{one}soan/",
        "publish": f"{one}cong-bo/?ban={waiting}",
        "withdraw": f"{one}rut/?ban={waiting}",
        "sending": f"{base}gui-tin/",
        "price": f"{base}gui-tin/gia/",
    }
    found = []
    for language in ("vi", "en"):
        page.context.add_cookies(
            [{"name": ours.LANGUAGE_COOKIE_NAME, "value": language, "url": address}]
        )
        for name, place in places.items():
            assert page.goto(place).ok
            found += barriers(page)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                look(page, f"messages-{name}-{language}-{width}")
    assert found == []


def test_a_proposal_is_withdrawn_by_keyboard_alone(page, waiting, base):
    page.goto(f"{base}tin/accepted/vi/sms/")
    settled(page)
    page.get_by_role("link", name="Rút bản đề nghị").press("Enter")
    page.get_by_label("Vì sao rút bản này").press_sequentially("viết nhầm")
    page.get_by_label("Vì sao rút bản này").press("Enter")
    expect(page.get_by_text("Đã rút bản đề nghị.")).to_be_visible()
    assert Withdrawal.objects.get().wording_id == waiting
