"""News on a browser: sealed for it alone, proved to be ours, shown once, saying next to nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from motcua.kernel.actors import Actor
from motcua.notifications.actions import Recipient, deliver_waiting, notify
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.actions.pushing import let_browser, let_sandbox_browser
from motcua.notifications.base.webpush import (
    Subscription,
    SubscriptionError,
    encrypted,
    read,
    subscription,
    write,
)
from motcua.notifications.enums import Medium, MessageState
from motcua.notifications.errors import BrowserRefused, CarrierDown
from motcua.notifications.models import Message, Preference, ProvenPhone, PushSubscription
from motcua.notifications.providers.apps import VneidCarrier, ZaloCarrier
from tests.cast import NOW
from tests.notifications.people import CONTEXT
from tests.ports import free_port

AN = Actor("citizen", account_id=41, person_id=7)
# RFC 8291, appendix A.
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
SERVICE = "https://fcm.googleapis.com/fcm/send/x"


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    """The sandbox's apps, as a process of their own."""
    folder = tmp_path_factory.mktemp("apps")
    for name in ("zalo", "vneid"):
        (folder / name).write_text(f"{name}-token")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "motcua_sandbox.apps", f"--port={port}", f"--data={folder}"),
        *(f"--zalo-token={folder / 'zalo'}", f"--vneid-token={folder / 'vneid'}"),
    ]
    process = subprocess.Popen(command)
    for _ in range(600):
        try:
            httpx.get(address, timeout=60)
            break
        except httpx.ConnectError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(60)


@pytest.fixture
def node(settings, apps):
    settings.WEB_PUSH, settings.PUSH_SANDBOX = "mailto:a@vidu.vn", apps
    settings.SMTP_URL = settings.SMS_URL = settings.SMS_GATEWAY = ""
    return apps


def tell(key="k"):
    return notify(
        key=key,
        recipient=Recipient("", "", "vi", AN.account_id, AN.person_id),
        template="submitted",
        context=CONTEXT | {"name": "Nguyễn Văn An"},
        agency_id=None,
        now=NOW,
    )


def shown(node, to, app="push"):
    return httpx.get(f"{node}/api/shown", params={"app": app, "to": to}).json()["shown"]


def number_of(row):
    return row.subscription["endpoint"].rpartition("/")[2]


def test_a_message_is_sealed_as_the_standard_s_own_example():
    key = ec.derive_private_key(int.from_bytes(read(OWN), "big"), ec.SECP256R1())
    said = b"When I grow up, I want to be a watermelon"
    made = encrypted(said, Subscription(SERVICE, POINT, SECRET), key=key, salt=read(SALT))
    assert write(made) == SEALED


@pytest.mark.parametrize(
    "said",
    [
        {"endpoint": "https://evil.example/push/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com:8443/x"},
        {"endpoint": "https://a@fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com.evil.example/x"},
        {"endpoint": "https://169.254.169.254/push/x"},
        {"endpoint": "https://[::1/x"},
        {"endpoint": ""},
        {"endpoint": f"https://fcm.googleapis.com/{'x' * 1000}"},
        {"endpoint": "https://fcm.googleapis.com/\r\nHost: evil.example"},
        {"endpoint": "https://fcm.googleapis.com/\x01"},
        {"endpoint": "https://evil.example\\.push.apple.com/x"},
        {"endpoint": "https://169.254.169.254 .push.apple.com/x"},
        {"endpoint": "https://é.push.apple.com/x"},
        {"endpoint": "https://web.push.apple.com/../x"},
        {"p256dh": "AAAA"},
        {"p256dh": "B" + "A" * 86},
        {"auth": "AAAA"},
        {"auth": "*"},
    ],
)
def test_only_a_browser_s_own_service_is_ever_called(said):
    right = {"endpoint": SERVICE, "p256dh": POINT, "auth": SECRET}
    assert subscription(right).endpoint == SERVICE
    with pytest.raises(SubscriptionError):
        subscription(right | said)


@pytest.mark.django_db
def test_a_browser_shows_once_that_there_is_news_of_a_dossier_and_no_more(node):
    row = let_sandbox_browser(actor=AN, called="Firefox", now=NOW)
    assert tell() == tell() == 1
    assert deliver_waiting(now=NOW) == 1
    message = Message.objects.get()
    assert message.state == MessageState.SENT
    (news,) = shown(node, number_of(row))
    assert news["text"] == "Có tin mới về hồ sơ H26.101-261120-0001."
    assert (news["link"], news["times"]) == ("/tin", 1)
    said = letter_of(message).text
    for word in ("An", "khai sinh", "Ba Đình", "0912"):
        assert word not in said


@pytest.mark.django_db
def test_a_message_handed_over_twice_is_shown_once(node):
    row = let_sandbox_browser(actor=AN, called="Firefox", now=NOW)
    tell()
    deliver_waiting(now=NOW)
    Message.objects.update(state=MessageState.WAITING, due_at=NOW, leased_until=None)
    deliver_waiting(now=NOW)
    (news,) = shown(node, number_of(row))
    assert news["times"] == 2, "both carried the same reference"


@pytest.mark.django_db
def test_a_browser_that_is_gone_is_forgotten(node):
    gone = let_sandbox_browser(actor=AN, called="Firefox", now=NOW)
    let_sandbox_browser(actor=AN, called="Chrome", now=NOW)
    httpx.post(f"{node}/browsers/{number_of(gone)}/close")
    assert tell() == 2
    deliver_waiting(now=NOW)
    assert list(PushSubscription.objects.values_list("called", flat=True)) == ["Chrome"]
    assert tell("later") == 1


@pytest.mark.django_db
def test_the_service_believes_nobody_else(node):
    row = let_sandbox_browser(actor=AN, called="Firefox", now=NOW)
    said = row.subscription
    to = Subscription(said["endpoint"], said["p256dh"], said["auth"])
    sealed = encrypted(b"{}", to)
    headers = {"TTL": "60", "Content-Encoding": "aes128gcm", "Authorization": "vapid t=a.b.c, k=d"}
    assert httpx.post(to.endpoint, content=sealed, headers=headers).status_code == 403


@pytest.mark.django_db
def test_a_browser_belongs_to_who_let_it_last_and_ten_are_enough(node):
    said = {"endpoint": SERVICE, "p256dh": POINT, "auth": SECRET}
    let_browser(actor=AN, said=said, called="a", now=NOW)
    let_browser(actor=Actor("citizen", account_id=42), said=said, called="b", now=NOW)
    assert PushSubscription.objects.get().account_id == 42
    for number in range(12):
        let_browser(actor=AN, said=said | {"endpoint": f"{SERVICE}{number}"}, called="", now=NOW)
    assert PushSubscription.objects.filter(account_id=AN.account_id).count() == 10


@pytest.mark.django_db
def test_a_node_without_web_push_takes_no_browser(node, settings):
    settings.WEB_PUSH = ""
    with pytest.raises(BrowserRefused):
        let_sandbox_browser(actor=AN, called="x", now=NOW)
    assert tell() == 0


@pytest.fixture
def by_app(node, settings, tmp_path):
    """A node with Zalo and VNeID, and somebody who proved his telephone and chose both."""
    settings.ZALO_URL, settings.VNEID_URL = f"{node}/zalo", f"{node}/vneid"
    tokens = [Path(settings.DATA) / "keys" / name for name in ("zalo", "vneid")]
    for token in tokens:
        token.write_text(f"{token.name}-token")
    templates = tmp_path / "zalo.yaml"
    templates.write_text('submitted: "50001"\n')
    settings.ZALO_TEMPLATES = str(templates)
    ProvenPhone.objects.create(
        account_id=AN.account_id, phone="0912345678", digest=b"", expires_at=NOW, proved_at=NOW
    )
    Preference.objects.create(
        account_id=AN.account_id,
        person_id=AN.person_id,
        topic="dossier",
        media=["zalo", "vneid"],
        changed_at=NOW,
    )
    yield node
    for token in tokens:
        token.unlink()


@pytest.mark.django_db
def test_zalo_shows_a_template_with_its_places_and_vneid_a_line(by_app):
    assert tell("both") == 2
    deliver_waiting(now=NOW)
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    zalo = shown(by_app, "84912345678", "zalo")[0]
    assert zalo["title"] == "ZNS 50001"
    assert "code: H26.101-261120-0001" in zalo["text"]
    assert "procedure" not in zalo["text"]
    vneid = shown(by_app, "0912345678", "vneid")[0]
    assert vneid["text"] == "Có tin mới về hồ sơ H26.101-261120-0001."


@pytest.mark.django_db
def test_an_occasion_that_zalo_has_no_template_for_is_not_sent_there(by_app, settings, tmp_path):
    (tmp_path / "zalo.yaml").write_text("{}")
    tell("none")
    deliver_waiting(now=NOW)
    assert Message.objects.get(medium=Medium.ZALO).state == MessageState.FAILED


@pytest.mark.django_db
def test_a_wrong_token_is_our_fault_and_costs_no_message(by_app):
    tell("token")
    for carrier, medium in (
        (ZaloCarrier(f"{by_app}/zalo", "wrong", {"submitted": "1"}), Medium.ZALO),
        (VneidCarrier(f"{by_app}/vneid", "wrong"), Medium.VNEID),
    ):
        with pytest.raises(CarrierDown):
            carrier.carry(letter_of(Message.objects.get(medium=medium)))
        carrier.close()


@pytest.mark.django_db
def test_the_browsers_of_a_person_are_sealed_in_the_database(node):
    row = let_sandbox_browser(actor=AN, called="Firefox", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM notifications_pushsubscription p")
        (stored,) = cursor.fetchone()
    for secret in (row.subscription["endpoint"], row.subscription["auth"]):
        assert secret.encode().hex() not in stored
        assert secret not in stored
