"""Inbox, wishes and news on the browser itself: in both languages, by keyboard, pushed for real."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings as ours
from playwright.sync_api import expect

from motcua.identity.middleware.cookies import session_cookie
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.models import Preference, PushSubscription
from tests.cast import NOW
from tests.identity.doors import Door, signed_in
from tests.notifications.test_webpush import POINT, SECRET, SERVICE
from tests.portal.test_news import CONTEXT
from tests.watching import Watch, barriers, look, settled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(port):
    return f"http://localhost:{port}"


@pytest.fixture
def page(chromium, site, world, settings):
    settings.SMTP_URL, settings.SMS_URL = "smtp://127.0.0.1:1", "http://127.0.0.1:1"
    settings.WEB_PUSH = "mailto:quantri@vidu.vn"
    account = world.accounts["citizen"]
    told = Recipient("", account.email, "vi", account.pk, account.person_id)
    for key, template in (("a", "accepted"), ("b", "supplement")):
        notify(key=key, recipient=told, template=template, context=CONTEXT, agency_id=None, now=NOW)
    value = signed_in(account, steps=("password",)).cookies[session_cookie(Door.PORTAL)].value
    context = chromium.new_context(base_url=site, permissions=["notifications"])
    context.add_cookies([{"name": session_cookie(Door.PORTAL), "value": value, "url": site}])
    watch = Watch()
    watch.over(context)
    watch.expect("status of 422")
    yield context.new_page()
    context.close()
    assert watch.unexpected == []


def test_inbox_and_wishes_fit_and_bar_nobody_in_both_languages(page, site):
    places = {
        "inbox": "/tin",
        "ways": "/tin/cach-bao",
        "ways-of": "/tin/cach-bao/dossier",
        "phone": "/tin/dien-thoai",
        "code": "/tin/dien-thoai/ma",
    }
    found = []
    for language in ("vi", "en"):
        page.context.add_cookies(
            [{"name": ours.LANGUAGE_COOKIE_NAME, "value": language, "url": site}]
        )
        for name, place in places.items():
            assert page.goto(place).ok
            found += barriers(page)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                look(page, f"news-{name}-{language}-{width}")
        page.goto("/tin")
        page.locator("main ul a").first.click()
        found += barriers(page)
        look(page, f"news-one-{language}")
    assert found == []


def test_ways_and_a_language_are_chosen_by_keyboard(page):
    page.goto("/tin/cach-bao")
    settled(page)
    page.get_by_role("link", name=re.compile("^Đổi ?: Lời nhắc$")).press("Enter")
    page.get_by_label("Tin nhắn", exact=True).press("Space")
    page.get_by_label("English").press("Space")
    page.get_by_role("button", name="Lưu").press("Enter")
    expect(page.get_by_text("Đã lưu cách báo tin.")).to_be_visible()
    row = Preference.objects.get()
    assert (row.topic, row.language, "sms" in row.media) == ("reminder", "en", False)


# A browser without a maker's push service cannot subscribe; all before and after it is its own.
_SUBSCRIBED = """([endpoint, p256dh, auth]) => {
  PushManager.prototype.subscribe = async function (asked) {
    window.asked = { shows: asked.userVisibleOnly, key: asked.applicationServerKey.length };
    sessionStorage.setItem("asked", JSON.stringify(window.asked));
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
}"""


def test_a_browser_is_let_and_shows_what_is_pushed_once(page, site):
    page.goto("/tin/cach-bao")
    settled(page)
    page.evaluate(_SUBSCRIBED, [SERVICE, POINT, SECRET])
    page.get_by_role("button", name="Báo trên trình duyệt này").press("Enter")
    expect(page.get_by_text("Trình duyệt này sẽ báo khi có tin.")).to_be_visible()
    assert PushSubscription.objects.get().subscription["endpoint"] == SERVICE
    asked = json.loads(page.evaluate("sessionStorage.getItem('asked')"))
    assert asked == {"shows": True, "key": 65}
    said = {"id": "m-1", "title": "Cổng", "text": "Có tin mới về hồ sơ H26.", "link": "/tin"}
    line = page.context.new_cdp_session(page)
    heard = []

    def hear(told):
        heard.extend(told["registrations"])

    line.on("ServiceWorker.workerRegistrationUpdated", hear)
    line.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    while not heard:
        page.wait_for_timeout(50)
    registration = heard[0]
    for _time in range(2):
        line.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": site,
                "registrationId": registration["registrationId"],
                "data": json.dumps(said),
            },
        )
    shown = """async () => {
      const registration = await navigator.serviceWorker.ready;
      const found = await registration.getNotifications();
      return found.map(({ title, body, tag, data }) => ({ title, body, tag, link: data.link }));
    }"""
    page.wait_for_function(f"async () => (await ({shown})()).length > 0")
    assert page.evaluate(shown) == [
        {"title": "Cổng", "body": "Có tin mới về hồ sơ H26.", "tag": "m-1", "link": "/tin"}
    ]
    page.get_by_role("button", name=re.compile("^Thôi báo")).press("Enter")
    expect(page.get_by_text("Đã thôi báo trên trình duyệt đó.")).to_be_visible()


def test_who_says_no_to_the_browser_reads_how_to_change_that(page):
    page.context.clear_permissions()
    page.goto("/tin/cach-bao")
    settled(page)
    page.get_by_role("button", name="Báo trên trình duyệt này").press("Enter")
    expect(page.get_by_text("Trình duyệt không cho phép.")).to_be_visible()
    assert not PushSubscription.objects.exists()
