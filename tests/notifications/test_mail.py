"""Mail in two forms with the heads it needs, over few connections, and encrypted where asked."""

from __future__ import annotations

import ssl
from contextlib import closing, contextmanager
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from motcua.cli.lan import certificate
from motcua.notifications.actions import Recipient
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.base import Letter
from motcua.notifications.base.letters import as_html
from motcua.notifications.errors import CarrierDown
from motcua.notifications.models import Message
from motcua.notifications.providers.smtp import SmtpCarrier
from tests.notifications.people import EMAIL, tell
from tests.ports import free_port

FROM, BACK = "motcua@vidu.vn", "tra-lai@vidu.vn"


class Server:
    """A mail server that keeps what it got: letters, envelopes, how many connections."""

    def __init__(self):
        self.letters, self.senders, self.peers, self.was_encrypted = [], [], set(), []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        del server
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.senders.append(envelope.mail_from)
        self.peers.add(session.peer)
        self.was_encrypted.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def serving(**options):
    server = Server()
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def letter(**changes):
    told = {"reference": "ref-1", "address": EMAIL, "subject": "Chủ đề", "text": "Nội dung\n"}
    return Letter(**told | changes)


@pytest.mark.django_db
def test_a_letter_comes_in_two_forms_and_fetches_nothing(settings):
    settings.SMS_URL = ""
    with serving() as server:
        settings.SMTP_URL = f"smtp://127.0.0.1:{server.port}"
        tell(Recipient("", EMAIL, "vi"))
        written = letter_of(Message.objects.get())
        with closing(SmtpCarrier(settings.SMTP_URL, FROM, "Cổng", BACK)) as carrier:
            first, again = carrier.carry(written), carrier.carry(written)
    assert first == again, "whoever gets it twice can tell"
    mail = server.letters[0]
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Ủy ban nhân dân phường Ba Đình" in plain
    assert "Ủy ban nhân dân phường Ba Đình" in html
    for fetched in ("src=", "<img", "<link", "<script", "url(", "@import"):
        assert fetched not in html
    assert {"Date", "Message-ID", "Auto-Submitted", "From", "To"} <= set(mail.keys())
    assert mail["List-Unsubscribe"] is None, "it is no news"
    reference = Message.objects.get().reference
    assert server.senders == [f"tra-lai+{reference}@vidu.vn"] * 2


@pytest.mark.django_db
def test_news_can_be_ended_from_the_mail(settings):
    settings.SMS_URL, settings.SMTP_URL = "", "smtp://127.0.0.1:1"
    tell(Recipient("", EMAIL, "vi"), template="rating")
    written = letter_of(Message.objects.get())
    assert written.unsubscribe.startswith(settings.PORTAL_URL)
    assert written.unsubscribe in written.text


def test_what_people_wrote_is_not_markup():
    html = as_html("<b>x</b>", 'Ông <script>alert(1)</script> & "bà" https://x.vn/?a=1&b=2.', "vi")
    assert "<script>" not in html
    assert "<b>x" not in html
    assert '<a href="https://x.vn/?a=1&amp;b=2">https://x.vn/?a=1&amp;b=2</a>.' in html


def test_many_letters_go_over_one_connection():
    with serving() as server:
        url = f"smtp://127.0.0.1:{server.port}"
        with closing(SmtpCarrier(url, FROM, "Cổng")) as carrier:
            for number in range(20):
                carrier.carry(letter(reference=f"ref-{number}"))
    assert len(server.letters) == 20
    assert len(server.peers) == 1


@pytest.fixture
def trusted(tmp_path):
    """A certificate for this machine, and the server's side of it."""
    files = certificate(tmp_path, "127.0.0.1", ["localhost"])
    side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    side.load_cert_chain(files.certificate, files.key)
    return str(files.certificate), side


def test_a_letter_is_encrypted_and_signed_in_for_where_the_address_says_so(trusted):
    ca, side = trusted
    asked = []

    def check(server, session, envelope, mechanism, told):
        del server, session, envelope, mechanism
        asked.append((told.login, told.password))
        return AuthResult(success=True)

    options = {"tls_context": side, "require_starttls": True, "authenticator": check}
    with serving(**options) as server:
        url = f"smtp+starttls://ai%40vidu.vn:mat-khau@127.0.0.1:{server.port}"
        with closing(SmtpCarrier(url, FROM, "Cổng", ca=ca)) as carrier:
            carrier.carry(letter())
        stranger = SmtpCarrier(url, FROM, "Cổng")
        with closing(stranger), pytest.raises(CarrierDown):
            stranger.carry(letter())
    assert server.was_encrypted == [True]
    assert asked == [(b"ai@vidu.vn", b"mat-khau")], "a server nobody vouches for learns nothing"


def test_nothing_is_sent_in_the_clear_where_encryption_is_asked_for():
    with serving() as server:
        carrier = SmtpCarrier(f"smtp+starttls://127.0.0.1:{server.port}", FROM, "Cổng")
        with closing(carrier), pytest.raises(CarrierDown):
            carrier.carry(letter())
    assert server.letters == []
