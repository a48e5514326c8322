"""Scans on a mail server: read over IMAP with TLS, taken once, moved there, never half."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured

from motcua.counters.actions import mailbox as reading
from motcua.counters.models import Scan, ScanMail
from motcua.counters.queries.scans import tray_of
from motcua.counters.tasks import mail
from motcua.kernel.clock import system_now
from motcua.kernel.errors import Unavailable
from motcua.kernel.mailboxes import imap, postbox
from tests.counters.test_mail import deliver, let_in, lying
from tests.counters.test_scans import blank, scanned

pytestmark = pytest.mark.django_db
USER, PASSWORD = "quet@co-quan.example", 'mật khẩu "khó" /@:'
PDF = ("a.pdf", "application/pdf")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Give the folder of a certificate for 127.0.0.1 that nobody else made."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = system_now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "crt.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "password").write_text(PASSWORD, encoding="utf-8")
    return folder


@pytest.fixture(params=["with MOVE", "without MOVE"])
def server(request, certificate, tmp_path, settings):
    """A mail server in a process of its own: its letters, and where it is read."""
    letters = tmp_path / "letters"
    mailbox.Maildir(letters, create=True).close()
    command = [
        *(sys.executable, "-m", "motcua_sandbox.imap", "--port=0", f"--data={letters}"),
        *(f"--certificate={certificate / 'crt.pem'}", f"--key={certificate / 'key.pem'}"),
        *(f"--user={USER}", f"--password-file={certificate / 'password'}"),
        *(["--without-move"] if request.param == "without MOVE" else []),
    ]
    settings.SCAN_MAIL_CA = str(certificate / "crt.pem")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().split()[1]
        yield letters, address(port)
        process.terminate()


def address(port, password=PASSWORD):
    return f"imaps://{quote(USER, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}/INBOX"


def read(office, place):
    return reading.read_mailbox(place=place, now=office.now)


def test_a_scan_on_a_mail_server_is_taken_once_and_moved_there(server, office):
    letters, place = server
    let_in(office)
    content = scanned(blank("1"))
    deliver(letters, (PDF[0], content, PDF[1]))
    assert read(office, place) == 1
    assert Scan.objects.count() == 1
    assert (lying(letters), lying(letters, "taken")) == (0, 1)
    deliver(letters, (PDF[0], scanned(blank("2", "red")), PDF[1]))
    assert read(office, place) == 0, "known by its Message-ID"
    assert (Scan.objects.count(), lying(letters, "taken")) == (1, 2)


def test_strangers_wait_on_the_server_and_go_on_once_let_in(server, office):
    letters, place = server
    deliver(letters, (PDF[0], scanned(blank("1")), PDF[1]), sender="la@xa.example")
    assert read(office, place) == 0
    assert (lying(letters), lying(letters, "strangers")) == (0, 1)
    let_in(office, "la@xa.example")
    assert read(office, place) == 1
    assert (lying(letters, "strangers"), lying(letters, "taken")) == (0, 1)


def test_strangers_letters_are_purged_there(server, office):
    letters, place = server
    deliver(letters, sender="la@xa.example")
    read(office, place)
    later = office.now + timedelta(days=60)
    assert reading.purge_strangers(place=place, now=later) == 1
    assert lying(letters, "strangers") == 0
    assert not ScanMail.objects.exists()


def test_a_message_too_large_is_never_fetched(server, office, monkeypatch):
    letters, place = server
    let_in(office)
    monkeypatch.setattr(reading, "MOST_BYTES", 1000)

    def fetched(_box, _key):
        raise AssertionError("it was fetched")

    monkeypatch.setattr(imap.ImapBox, "whole", fetched)
    deliver(letters, (PDF[0], scanned(blank("1")), PDF[1]))
    assert read(office, place) == 1
    (part,) = tray_of(office.actor())
    assert (part.reason, part.file) == ("too-large", None)
    assert lying(letters, "taken") == 1


def test_an_empty_mailbox_is_nothing_to_do(server, office):
    assert read(office, server[1]) == 0


def test_a_wrong_password_a_strange_certificate_and_no_server_are_said_without_words_of_theirs(
    server, office, settings
):
    letters, place = server
    deliver(letters)
    port = place.rpartition(":")[2].partition("/")[0]
    for wrong in (address(port, "sai"), "imaps://a:b@127.0.0.1:9/INBOX"):
        with pytest.raises(Unavailable) as refusal:
            read(office, wrong)
        assert USER not in str(refusal.value)
    settings.SCAN_MAIL_CA = ""
    with pytest.raises(Unavailable):
        read(office, place)
    assert lying(letters) == 1


def test_the_job_asks_again_later_where_the_server_does_not_answer(office, settings):
    settings.SCAN_MAIL = "imaps://a:b@127.0.0.1:9/INBOX"
    mail()
    assert not ScanMail.objects.exists()


def test_without_tls_nothing_is_read():
    with pytest.raises(ImproperlyConfigured), postbox("imap://a:b@127.0.0.1:143/INBOX"):
        pass
